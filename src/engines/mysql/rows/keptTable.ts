import { StatementError } from "../../../core/errors.ts";
import type { KeepRows } from "../../engine.ts";
import { textsOf } from "../prepare.ts";
import { quoteName } from "../quote.ts";
import type { Wire } from "../wire/wire.ts";

export interface KeptColumn {
  readonly name: string;
  /** As information_schema has it: "int", "float", "enum". */
  readonly type: string;
  /** It takes the time of an update where the update does not set it. */
  readonly follows: boolean;
}

/** What must be known of a table to write its rows to a file and to bring them back. */
export interface KeptTable {
  readonly quoted: string;
  /** Columns that can be written, in their order. */
  readonly columns: readonly KeptColumn[];
  /** Counts rows without a parent, one query for each foreign key; empty where none refers to the table itself. */
  readonly orphans: readonly string[];
}

/** Reads the table's facts; the caller holds the turn. Throws StatementError("undefinedObject") where there is no such table. */
export async function describeTable(wire: Wire, database: string, request: KeepRows): Promise<KeptTable> {
  const params = [database, request.table];
  const found = await wire.sendNow("SELECT COLUMN_NAME, DATA_TYPE, EXTRA FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COALESCE(GENERATION_EXPRESSION, '') = '' ORDER BY ORDINAL_POSITION", { params });
  if (found.rows.length === 0) throw new StatementError("undefinedObject", "1146", `There is no table ${request.table}.`, { next: "Create the table first, then bring its rows back." });
  const columns = found.rows.map((row) => {
    const [name = "", type = "", extra = ""] = textsOf(row);
    return { name, type: type.toLowerCase(), follows: /on update/i.test(extra) };
  });
  const quoted = `${quoteName(database)}.${quoteName(request.table)}`;
  return { quoted, columns, orphans: await selfReferences(wire, quoted, params) };
}

/** Rows come back in the order of the key: where some refer to others of the same table, the server cannot check them one by one. */
async function selfReferences(wire: Wire, quoted: string, params: readonly string[]): Promise<string[]> {
  const { rows } = await wire.sendNow(
    `SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE
     WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY 1, ORDINAL_POSITION`,
    { params },
  );
  const keys = new Map<string, { parent: string; columns: [string, string][] }>();
  let self = false;
  for (const row of rows) {
    const [name = "", column = "", schema = "", table = "", other = ""] = textsOf(row);
    self ||= schema === params[0] && table === params[1];
    const key = keys.get(name) ?? { parent: `${quoteName(schema)}.${quoteName(table)}`, columns: [] };
    key.columns.push([quoteName(column), quoteName(other)]);
    keys.set(name, key);
  }
  if (!self) return [];
  return [...keys.values()].map(({ parent, columns }) => {
    const given = columns.map(([own]) => `a.${own} IS NOT NULL`).join(" AND ");
    return `SELECT COUNT(*) FROM ${quoted} a WHERE ${given} AND NOT EXISTS (SELECT 1 FROM ${parent} b WHERE ${columns.map(([own, other]) => `b.${other} = a.${own}`).join(" AND ")})`;
  });
}

export function nameList(names: readonly string[], prefix = ""): string {
  return names.map((name) => prefix + quoteName(name)).join(", ");
}
