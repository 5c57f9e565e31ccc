import type { IndexObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { RelationColumns } from "./columns.ts";
import type { Comments } from "./comments.ts";
import { type RelationQuery, numbersOf, optional } from "./family.ts";
import { quoteName, quoteObject } from "../quote.ts";
import { catalogued, type Relation } from "./relations.ts";

/** Index of a key that is no more than its columns: half of all indexes, whose text is known without asking the server to write it. */
function plainKey(version: number): string {
  const distinct = version >= 150_000 ? " AND NOT i.indnullsnotdistinct" : "";
  return `o.contype IN ('p', 'u') AND i.indnkeyatts = i.indnatts AND x.reloptions IS NULL${distinct}`;
}

export const indexesQuery: RelationQuery = {
  name: "indexes",
  sql: (version, only = "true") => `SELECT i.indrelid, n.nspname, x.relname, CASE WHEN ${plainKey(version)} THEN NULL ELSE pg_catalog.pg_get_indexdef(i.indexrelid) END, i.indisunique, i.indkey, i.indnkeyatts,
      CASE WHEN i.indexprs IS NULL THEN NULL WHEN pg_catalog.cardinality(pg_catalog.array_positions(i.indkey::pg_catalog.int2[], 0::pg_catalog.int2)) = 1 THEN pg_catalog.to_json(pg_catalog.pg_get_expr(i.indexprs, i.indrelid))
        ELSE (SELECT pg_catalog.json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, false) ORDER BY k) FROM pg_catalog.generate_series(1, i.indnkeyatts) k) END,
      m.amname, CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END, i.indisvalid, o.conname,
      CASE WHEN x.relispartition THEN (SELECT p.relname FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = i.indexrelid) END,
      i.indexrelid
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_constraint o ON o.conrelid = i.indrelid AND o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x')
    WHERE ${catalogued} AND ${only}
    ORDER BY i.indrelid, x.relname`,
};

/** Indexes by their relation's oid. */
export function readIndexes(rows: readonly RawRow[], relations: ReadonlyMap<string, Relation>, columns: ReadonlyMap<string, RelationColumns>, comments: Comments): Map<string, IndexObject[]> {
  const found = new Map<string, IndexObject[]>();
  for (const [relation, schema, name, definition, unique, keys, keyCount, expressions, method, predicate, valid, constraint, partOf, oid] of rows) {
    const names = columns.get(relation ?? "")?.byNumber;
    // The text of the only expression, or one text for each column.
    const texts = JSON.parse(expressions ?? "[]") as string | string[];
    const keyColumns = numbersOf(keys).slice(0, Number(keyCount)).map((number, at) => names?.get(number) ?? (typeof texts === "string" ? texts : (texts[at] ?? "")));
    const index: IndexObject = {
      schema: schema ?? "",
      name: name ?? "",
      definition: definition ?? keyDefinition(name ?? "", relations.get(relation ?? ""), keyColumns),
      unique: unique === "t",
      columns: keyColumns,
      method: method ?? "",
      ...optional("predicate", predicate),
      valid: valid === "t",
      ...optional("constraint", constraint),
      ...optional("partOf", partOf),
      ...optional("comment", comments.on("pg_class", oid)),
    };
    const list = found.get(relation ?? "");
    if (list === undefined) found.set(relation ?? "", [index]);
    else list.push(index);
  }
  return found;
}

function keyDefinition(name: string, relation: Relation | undefined, columns: readonly string[]): string {
  const only = relation?.kind === "p" ? "ONLY " : "";
  return `CREATE UNIQUE INDEX ${quoteName(name)} ON ${only}${quoteObject({ schema: relation?.schema ?? "", name: relation?.name ?? "" })} USING btree (${columns.map(quoteName).join(", ")})`;
}
