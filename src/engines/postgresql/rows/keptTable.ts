import { StatementError } from "../../../core/errors.ts";
import type { KeepRows } from "../../engine.ts";
import { quoteName, quoteObject } from "../quote.ts";
import type { Wire } from "../wire/wire.ts";

/** What must be known of a table to write its rows to a file and to bring them back. */
export interface KeptTable {
  readonly quoted: string;
  /** "ONLY t" for a table whose children keep their own rows, "t" for a partitioned one. */
  readonly source: string;
  /** Columns that can be written, in their order. */
  readonly columns: readonly string[];
  /** Columns that an UPDATE may not set: GENERATED ALWAYS AS IDENTITY. */
  readonly fixed: ReadonlySet<string>;
  /** Sequences that give a column its values: the quoted sequence by column. */
  readonly sequences: ReadonlyMap<string, string>;
  /** Triggers that fire now, each with the words that switch it on again. */
  readonly triggers: readonly { readonly name: string; readonly enable: string }[];
}

/** Reads the table's facts in one query; the caller holds the wire's turn. */
export async function describeTable(wire: Wire, request: KeepRows): Promise<KeptTable> {
  const quoted = quoteObject({ schema: request.schema, name: request.table });
  const [result] = await wire.sendNow([{ name: "data_engineer_kept_table", text: query, values: [request.schema, request.table] }]);
  const row = result?.rows[0];
  if (row === undefined) {
    throw new StatementError("undefinedObject", "42P01", `There is no table ${request.schema}.${request.table}.`, { next: "Create the table first, then bring its rows back." });
  }
  const columns = JSON.parse(row[1] ?? "[]") as [string, boolean, string | null][];
  const triggers = JSON.parse(row[2] ?? "[]") as [string, "O" | "R" | "A"][];
  return {
    quoted,
    source: row[0] === "p" ? quoted : `ONLY ${quoted}`,
    columns: columns.map(([name]) => name),
    fixed: new Set(columns.filter(([, fixed]) => fixed).map(([name]) => name)),
    sequences: new Map(columns.flatMap(([name, , sequence]) => (sequence === null ? [] : [[name, sequence] as const]))),
    triggers: triggers.map(([name, state]) => ({ name: quoteName(name), enable: { O: "ENABLE", R: "ENABLE REPLICA", A: "ENABLE ALWAYS" }[state] })),
  };
}

const query = `SELECT c.relkind,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, a.attidentity = 'a', pg_catalog.pg_get_serial_sequence(pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), a.attname)) ORDER BY a.attnum)
       FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(t.tgname, t.tgenabled)) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgparentid = 0)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`;

export function nameList(names: readonly string[], prefix = ""): string {
  return names.map((name) => prefix + quoteName(name)).join(", ");
}
