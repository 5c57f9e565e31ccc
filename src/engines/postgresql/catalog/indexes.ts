import type { IndexObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { RelationColumns } from "./columns.ts";
import { type CatalogQuery, numbersOf, optional } from "./family.ts";
import { catalogued } from "./relations.ts";
import { commentOn } from "./sql.ts";

export const indexesQuery: CatalogQuery = {
  name: "indexes",
  sql: () => `SELECT i.indrelid, n.nspname, x.relname, pg_catalog.pg_get_indexdef(i.indexrelid), i.indisunique, i.indkey, i.indnkeyatts,
      CASE WHEN i.indexprs IS NOT NULL THEN (SELECT pg_catalog.json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, false) ORDER BY k) FROM pg_catalog.generate_series(1, i.indnkeyatts) k) END,
      m.amname, CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END, i.indisvalid, o.conname,
      CASE WHEN x.relispartition THEN (SELECT p.relname FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = i.indexrelid) END,
      ${commentOn("pg_class", "i.indexrelid")}
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_constraint o ON o.conindid = i.indexrelid AND o.conrelid = i.indrelid AND o.contype IN ('p', 'u', 'x')
    WHERE ${catalogued}
    ORDER BY i.indrelid, x.relname`,
};

/** Indexes by their relation's oid. */
export function readIndexes(rows: readonly RawRow[], columns: ReadonlyMap<string, RelationColumns>): Map<string, IndexObject[]> {
  const found = new Map<string, IndexObject[]>();
  for (const [relation, schema, name, definition, unique, keys, keyCount, expressions, method, predicate, valid, constraint, partOf, comment] of rows) {
    const names = columns.get(relation ?? "")?.byNumber;
    const texts = JSON.parse(expressions ?? "[]") as string[];
    const index: IndexObject = {
      schema: schema ?? "",
      name: name ?? "",
      definition: definition ?? "",
      unique: unique === "t",
      columns: numbersOf(keys).slice(0, Number(keyCount)).map((number, at) => names?.get(number) ?? texts[at] ?? ""),
      method: method ?? "",
      ...optional("predicate", predicate),
      valid: valid === "t",
      ...optional("constraint", constraint),
      ...optional("partOf", partOf),
      ...optional("comment", comment),
    };
    const list = found.get(relation ?? "");
    if (list === undefined) found.set(relation ?? "", [index]);
    else list.push(index);
  }
  return found;
}
