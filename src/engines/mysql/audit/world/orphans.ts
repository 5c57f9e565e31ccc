import type { Catalog, ConstraintObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { rowKey } from "../../../../core/catalog/lookup.ts";
import { quoteName } from "../../quote.ts";
import type { Asking } from "./asking.ts";
import { mostOrphansCounted, type Orphans } from "./world.ts";

interface Asked {
  readonly table: TableObject;
  readonly key: ConstraintObject & { readonly references: NonNullable<ConstraintObject["references"]> };
}

/** Rows without their parents, which stay where rows were loaded while foreign_key_checks was off. One statement; of each key at most so many are counted. */
export async function readOrphans(ask: Asking, catalog: Catalog, database: string): Promise<Orphans[]> {
  const asked = catalog.tables.flatMap((table) => table.constraints.flatMap((key): Asked[] => (key.form === "foreignKey" && key.references !== undefined ? [{ table, key: { ...key, references: key.references } }] : [])));
  if (asked.length === 0) return [];
  const rows = (await ask.read("rows without their parents", asked.map((one, at) => question(one, at, database)).join(" UNION ALL "), "grant SELECT on the tables, or raise the statement timeout")) ?? [];
  return rows.flatMap(([at = "", count = "0", ...examples]) => {
    const one = asked[Number(at)];
    if (one === undefined || count === "0") return [];
    const { table, key } = one;
    return [{ table: table.name, constraint: key.name, columns: key.columns, parent: key.references.table, count: Number(count), examples: [...new Set(examples.filter((text) => text !== ""))] }];
  });
}

function question({ table, key }: Asked, at: number, database: string): string {
  const own = key.columns.map((column) => `a.${quoteName(column)}`);
  const other = key.references.columns.map((column) => `b.${quoteName(column)}`);
  const told = (rowKey(table).length > 0 ? rowKey(table) : key.columns).map((column) => `COALESCE(CAST(a.${quoteName(column)} AS CHAR), '')`);
  const parent = `${quoteName(key.references.schema === "" ? database : key.references.schema)}.${quoteName(key.references.table)}`;
  const missing = `SELECT CONCAT_WS(', ', ${told.join(", ")}) AS k FROM ${quoteName(table.name)} a WHERE ${own.map((column) => `${column} IS NOT NULL`).join(" AND ")} AND NOT EXISTS (SELECT 1 FROM ${parent} b WHERE ${other.map((column, index) => `${column} = ${own[index]}`).join(" AND ")}) LIMIT ${mostOrphansCounted + 1}`;
  return `SELECT ${at}, COUNT(*), LEFT(COALESCE(MIN(k), ''), 80), LEFT(COALESCE(MAX(k), ''), 80) FROM (${missing}) AS missing_${at}`;
}
