import type { Catalog } from "../../../../core/catalog/catalog.ts";
import type { QueryUse } from "../../../../core/indexes/queryUse.ts";
import type { MentionedTable } from "../../../../core/indexes/read/mentionedTable.ts";
import { foldName, quoteName } from "../../quote.ts";
import { columnPart } from "./columnPart.ts";

/** Runs one reading statement. */
export type Ask = (sql: string) => Promise<readonly (readonly unknown[])[]>;

/** What a foreign key makes SQLite look up in the tables that refer to changed rows (sqlite.org/foreignkeys.html, section 3). */
export async function behindOf(ask: Ask, { table, columns }: { readonly table: MentionedTable; readonly columns?: readonly string[] }, catalog: Catalog): Promise<QueryUse["behind"]> {
  const found: QueryUse["behind"][number][] = [];
  for (const child of catalog.tables) {
    for (const key of child.constraints) {
      if (key.form !== "foreignKey" || foldName(key.references?.table ?? "") !== foldName(table.relation.name)) continue;
      if (columns !== undefined && !(key.references?.columns ?? []).some((column) => columns.includes(foldName(column)))) continue;
      const [values] = await ask(`SELECT ${key.columns.map((column) => `quote(${quoteName(column)})`).join(", ")} FROM ${quoteName(child.name)} WHERE ${key.columns.map((column) => `${quoteName(column)} IS NOT NULL`).join(" AND ")} LIMIT 1`);
      if (values === undefined) continue;
      found.push({
        sql: `SELECT rowid FROM ${quoteName(child.name)} WHERE ${key.columns.map((column, at) => `${quoteName(column)} = ${String(values[at])}`).join(" AND ")}`,
        why: `the foreign key on ${key.columns.join(", ")} asks ${child.name} for every row that is ${columns === undefined ? "deleted" : "given another key"}`,
        tables: [{ schema: child.schema, table: child.name, conditions: key.columns.map((column) => ({ part: columnPart(foldName(column)), kind: "equal" })), either: [], order: [], group: [], reads: "all", limited: false }],
      });
    }
  }
  return found;
}
