import type { Catalog, ConstraintObject, TableObject } from "../../../../core/catalog/catalog.ts";
import type { QueryUse } from "../../../../core/indexes/queryUse.ts";
import type { Cell } from "../../../engine.ts";
import { quoteName, quoteObject, quoteText } from "../../quote.ts";
import type { KeyChange } from "./statement.ts";
import { columnPart } from "./columnPart.ts";

/** Runs one reading statement. */
export type Ask = (sql: string, params?: readonly Cell[]) => Promise<readonly (readonly Cell[])[]>;

/** What the server looks up in the tables that refer to changed rows, in the words of its own foreign key triggers (ri_triggers.c). */
export async function behindOf(ask: Ask, changes: readonly KeyChange[], catalog: Catalog): Promise<QueryUse["behind"]> {
  const found: QueryUse["behind"][number][] = [];
  for (const { table: { relation }, columns } of changes) {
    for (const table of catalog.tables) {
      for (const key of table.constraints) {
        if (key.form !== "foreignKey" || key.inherited === true || table.form !== "table" || !refersTo(key, relation)) continue;
        if (columns !== undefined && !(key.references?.columns ?? []).some((column) => columns.includes(column))) continue;
        const sql = await lookup(ask, table, key);
        if (sql === undefined) continue;
        found.push({
          sql,
          why: `the foreign key ${key.name} asks ${table.schema}.${table.name} for every row that is ${columns === undefined ? "deleted" : "given another key"}`,
          tables: [{ schema: table.schema, table: table.name, conditions: key.columns.map((column) => ({ part: columnPart(column), kind: "equal" })), either: [], order: [], group: [], reads: "all", limited: false }],
        });
      }
    }
  }
  return found;
}

function refersTo({ references }: ConstraintObject, relation: { readonly schema: string; readonly name: string }): boolean {
  return references?.schema === relation.schema && references.table === relation.name;
}

/** With the values of a row that is there; undefined where there is none, and so nothing to look up. */
async function lookup(ask: Ask, table: TableObject, { columns }: ConstraintObject): Promise<string | undefined> {
  const [values] = await ask(`SELECT ${columns.map((column) => `${quoteName(column)}::pg_catalog.text`).join(", ")} FROM ${quoteObject(table)} WHERE ${columns.map((column) => `${quoteName(column)} IS NOT NULL`).join(" AND ")} LIMIT 1`);
  if (values === undefined) return undefined;
  const same = columns.map((column, at) => `x.${quoteName(column)} = ${quoteText(String(values[at]))}`);
  return `SELECT 1 FROM ONLY ${quoteObject(table)} x WHERE ${same.join(" AND ")} FOR KEY SHARE OF x`;
}
