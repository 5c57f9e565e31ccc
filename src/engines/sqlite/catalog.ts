import type { Catalog, TableObject, TriggerObject, ViewObject } from "../../core/catalog/catalog.ts";
import { indexObject, triggerObject, viewObject } from "./catalog/dependents.ts";
import { tableObject } from "./catalog/table.ts";
import type { RawRow } from "./protocol.ts";
import { foldName } from "./quote.ts";

type Query = (queries: readonly string[]) => Promise<readonly (readonly RawRow[])[]>;

const mine = (column: string): string => `${column} NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND ${column} NOT LIKE 'data\\_engineer\\_%' ESCAPE '\\'`;
const schemaQuery = `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE ${mine("name")} AND ${mine("tbl_name")} AND sql IS NOT NULL ORDER BY name`;
const shadowQuery = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'`;
const viewsQuery = `SELECT v.name, c.name, c.type FROM sqlite_schema v JOIN pragma_table_xinfo(v.name) c WHERE v.type = 'view' ORDER BY v.name, c.cid`;

/** The whole schema in three queries and the parsed CREATE statements. Shadow tables of virtual tables belong to those and are left out. */
export async function readCatalog(query: Query): Promise<Catalog> {
  const [entries = [], shadows = []] = await query([schemaQuery, shadowQuery]);
  const hidden = new Set(shadows.map(([name]) => String(name)));
  const rows = entries.map(([type, name, table, sql]) => ({ type: String(type), name: String(name), table: String(table), sql: String(sql) })).filter((row) => !hidden.has(row.table));
  const of = (type: string): typeof rows => rows.filter((row) => row.type === type);
  const triggers = grouped(of("trigger"), (row) => triggerObject(row.name, row.sql));
  const indexes = grouped(of("index"), (row) => row);
  const tables = of("table").map((row): TableObject => {
    const table = tableObject(row.name, row.sql);
    const columns = new Set(table.columns.map((column) => foldName(column.name)));
    const own = indexes.get(foldName(row.name)) ?? [];
    return { ...table, indexes: own.map((index) => indexObject(index.name, row.name, index.sql, columns)), triggers: triggers.get(foldName(row.name)) ?? [] };
  });
  const views = of("view");
  const columns = views.length === 0 ? new Map<string, Columns>() : await viewColumns(query, views.map((view) => view.name));
  return {
    engine: "sqlite",
    rules: { caselessTables: true, caselessColumns: true, dropDeletesRows: true, looseTypes: true, hiddenRowIds: true },
    schemas: [],
    extensions: [],
    types: [],
    domains: [],
    sequences: [],
    routines: [],
    tables: tables.map((table) => withTargets(table, tables)),
    views: views.map((row) => withTriggers(viewObject(row.name, row.sql, columns.get(row.name) ?? []), triggers)),
    others: [],
  };
}

/** The names of the ordinary and virtual tables of a person's own, sorted. */
export async function userTables(query: Query): Promise<string[]> {
  const [rows = []] = await query([`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND ${mine("name")} ORDER BY name`]);
  return rows.map(([name]) => String(name));
}

type Columns = readonly { readonly name: string; readonly type: string }[];

/** One query for all views; where a broken one makes it fail, one query each, and the broken ones have no columns. */
async function viewColumns(query: Query, names: readonly string[]): Promise<Map<string, Columns>> {
  const found = new Map<string, { name: string; type: string }[]>();
  const add = (rows: readonly RawRow[]): void => {
    for (const [view, name, type] of rows) {
      const list = found.get(String(view)) ?? [];
      list.push({ name: String(name), type: String(type) });
      found.set(String(view), list);
    }
  };
  try {
    add((await query([viewsQuery]))[0] ?? []);
  } catch {
    for (const name of names) {
      const one = `SELECT '${name.replaceAll("'", "''")}', name, type FROM pragma_table_xinfo('${name.replaceAll("'", "''")}') ORDER BY cid`;
      add((await query([one]).catch(() => [[]]))[0] ?? []);
    }
  }
  return found;
}

function withTriggers(view: ViewObject, triggers: ReadonlyMap<string, readonly TriggerObject[]>): ViewObject {
  return { ...view, triggers: triggers.get(foldName(view.name)) ?? [] };
}

/** A foreign key that names no columns refers to the primary key of its table. */
function withTargets(table: TableObject, tables: readonly TableObject[]): TableObject {
  const constraints = table.constraints.map((constraint) => {
    const { references } = constraint;
    if (references === undefined || references.columns.length > 0) return constraint;
    const target = tables.find((other) => foldName(other.name) === foldName(references.table));
    const key = target?.constraints.find((item) => item.form === "primaryKey")?.columns ?? [];
    return { ...constraint, references: { ...references, columns: key } };
  });
  return { ...table, constraints };
}

function grouped<Row extends { readonly table: string }, Value>(rows: readonly Row[], make: (row: Row) => Value): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const list = groups.get(foldName(row.table)) ?? [];
    list.push(make(row));
    groups.set(foldName(row.table), list);
  }
  return groups;
}
