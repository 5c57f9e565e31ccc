import type { Catalog, TableObject } from "../catalog/catalog.ts";
import { findTable, onDelete, referencesTo, rowKey, sameColumn } from "../catalog/lookup.ts";
import { qualified } from "../catalog/objects.ts";
import type { Destruction } from "../script/facts.ts";
import { columnsOfType, columnsOfUnknownType } from "./typeColumns.ts";
import type { PlannedKeep } from "./source.ts";

/**
 * Which rows must be kept so that nothing is lost by these destructions: whole rows where rows go (and where foreign keys or cascades carry it on),
 * key and columns where columns go. Tables that the catalog does not have yet lose nothing that existed before.
 */
export function planKeep(catalog: Catalog, destructions: readonly Destruction[], searchPath?: readonly string[]): PlannedKeep[] {
  const wanted = new Map<TableObject, Want>();
  for (const destruction of destructions) for (const loss of lossesOf(catalog, destruction, searchPath)) merge(wanted, loss);
  return [...wanted].flatMap(([table, want]) => planned(catalog, table, want)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

interface Loss {
  readonly table: TableObject;
  /** Absent: whole rows. */
  readonly columns?: readonly string[];
  readonly why: string;
}

interface Want {
  columns: Set<string> | "all";
  readonly why: Set<string>;
}

function lossesOf(catalog: Catalog, { object, how, columns }: Destruction, searchPath: readonly string[] | undefined): Loss[] {
  switch (object.kind) {
    case "schema":
      return catalog.tables.filter((table) => table.schema === object.name).map((table) => ({ table, why: `DROP SCHEMA ${object.name}` }));
    case "database":
      return catalog.tables.map((table) => ({ table, why: `DROP DATABASE ${object.name}` }));
    case "type":
    case "domain":
      return how === "dropCascade" ? columnsOfType(catalog, object).map((found) => ({ ...found, why: `DROP ${object.kind.toUpperCase()} ${object.name} CASCADE` })) : [];
    case "extension":
      return how === "dropCascade" ? columnsOfUnknownType(catalog).map((found) => ({ ...found, why: `DROP EXTENSION ${object.name} CASCADE` })) : [];
    case "table":
    case "rows":
    case "column": {
      const named = object.kind === "column" ? { name: object.table ?? "", ...(object.schema === undefined ? {} : { schema: object.schema }) } : object;
      const table = findTable(catalog, named, searchPath);
      if (table === undefined) return [];
      return tableLosses(catalog, table, how, columns ?? (object.kind === "column" ? [object.name] : undefined));
    }
    default:
      return [];
  }
}

function tableLosses(catalog: Catalog, table: TableObject, how: Destruction["how"], columns: readonly string[] | undefined): Loss[] {
  const name = qualified(table);
  switch (how) {
    case "dropColumn":
      return [{ table, columns: columns ?? [], why: `DROP COLUMN ${(columns ?? []).join(", ")} of ${name}` }];
    case "lossyType":
      return [{ table, columns: columns ?? [], why: `type change of ${name}.${(columns ?? []).join(", ")}` }];
    case "updateAll":
      return [{ table, ...(columns === undefined ? {} : { columns }), why: `UPDATE ${name} without WHERE` }];
    case "truncate":
      return [...reachable(catalog, table, () => true)].map((item) => ({ table: item, why: item === table ? `TRUNCATE ${name}` : `TRUNCATE ${name} CASCADE` }));
    case "deleteAll":
      return cascades(catalog, table, `DELETE FROM ${name} without WHERE`);
    case "drop":
    case "dropCascade":
      if (catalog.rules?.dropDeletesRows === true) return cascades(catalog, table, `DROP TABLE ${name}`);
      return descendants(catalog, table).map((item) => ({ table: item, why: `DROP TABLE ${name}` }));
    case "dropDatabase":
    case "replace":
      return [{ table, why: `${how === "replace" ? "replacement" : "drop"} of ${name}` }];
  }
}

function cascades(catalog: Catalog, table: TableObject, why: string): Loss[] {
  const emptied = reachable(catalog, table, (action) => action === "cascade");
  const losses: Loss[] = [...emptied].map((item) => ({ table: item, why }));
  for (const item of emptied) {
    for (const reference of referencesTo(catalog, item)) {
      const action = onDelete(reference.constraint);
      if (action !== "refuse" && action !== "cascade" && !emptied.has(reference.table)) losses.push({ table: reference.table, columns: reference.constraint.columns, why });
    }
  }
  return losses;
}

function reachable(catalog: Catalog, from: TableObject, follow: (action: ReturnType<typeof onDelete>) => boolean): Set<TableObject> {
  const found = new Set([from]);
  for (const table of found) {
    for (const reference of referencesTo(catalog, table)) if (follow(onDelete(reference.constraint))) found.add(reference.table);
  }
  return found;
}

/** A table and those that inherit from it; partitions are read through their parent. */
function descendants(catalog: Catalog, from: TableObject): TableObject[] {
  const found = new Set([from]);
  for (const parent of found) {
    for (const table of catalog.tables) {
      if (table.partitionOf === undefined && table.inherits.some((item) => item.table === parent.name && item.schema === parent.schema)) found.add(table);
    }
  }
  return [...found];
}

function merge(wanted: Map<TableObject, Want>, loss: Loss): void {
  const want = wanted.get(loss.table) ?? { columns: new Set<string>(), why: new Set<string>() };
  want.why.add(loss.why);
  if (loss.columns === undefined) want.columns = "all";
  else if (want.columns !== "all") for (const column of loss.columns) want.columns.add(column);
  wanted.set(loss.table, want);
}

function planned(catalog: Catalog, table: TableObject, want: Want): PlannedKeep[] {
  const base = { schema: table.schema, table: table.name, why: [...want.why].join("; ") };
  if (want.columns === "all") return [{ ...base, key: rowKey(table) }];
  const named = [...want.columns];
  const lost = new Set(table.columns.map((column) => column.name).filter((name) => named.some((column) => sameColumn(catalog, column, name))));
  // Columns that the script itself has just added lose nothing that was there before.
  if (lost.size === 0) return [];
  const rowsKey = rowKey(table, lost);
  if (rowsKey.length === 0) return [{ ...base, key: [] }];
  return [{ ...base, key: rowsKey, columns: [...lost] }];
}

function key(keep: PlannedKeep): string {
  return `${keep.schema}.${keep.table}`;
}
