import type { Catalog, TableObject } from "../../../../core/catalog/catalog.ts";
import { counted } from "../../../../core/counted.ts";
import { onDelete } from "../../../../core/catalog/lookup.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import { named } from "./names.ts";
import { references } from "./owner.ts";
import type { DesignRoom, Step } from "./room.ts";

/** From here on an index is built without holding up who writes, which no transaction allows. */
const largeRows = 500_000;

export interface Indexes {
  readonly steps: readonly Step[];
  readonly apart: readonly { readonly sql: string; readonly undo: string }[];
  readonly notes: readonly string[];
}

/** An index for a column that a policy compares, unless one begins with it. */
export function indexFor(catalog: Catalog, table: TableObject, column: string): Indexes {
  const serves = table.indexes.some((index) => index.valid && index.predicate === undefined && index.columns[0] === column && /^(?:btree|hash)$/.test(index.method));
  if (serves) return { steps: [], apart: [], notes: [] };
  const relations = [...catalog.tables, ...catalog.views, ...catalog.sequences, ...catalog.tables.flatMap(({ indexes }) => indexes)].filter(({ schema }) => schema === table.schema);
  const index = named(`${table.name}_${column}`, "_idx", (name) => relations.some((one) => one.name === name));
  const on = `${quoteName(index)} ON ${quoteObject(table)} (${quoteName(column)})`;
  const target = quoteObject({ schema: table.schema, name: index });
  const rows = table.estimatedRows ?? 0;
  const about = `${qualified(table)} has about ${counted(rows, "row")}`;
  if (rows < largeRows) return { steps: [{ sql: `CREATE INDEX ${on}`, undo: `DROP INDEX ${target}` }], apart: [], notes: [] };
  if (table.form === "partitioned") return { steps: [{ sql: `CREATE INDEX ${on}`, undo: `DROP INDEX ${target}` }], apart: [], notes: [`${about}: building the index on ${column} holds up who writes until it is done. Build it on each partition with CONCURRENTLY first where that must not be.`] };
  return { steps: [], apart: [{ sql: `CREATE INDEX CONCURRENTLY ${on}`, undo: `DROP INDEX CONCURRENTLY ${target}` }], notes: [`${about}: the index on ${column} is built first and by itself with CONCURRENTLY, which holds up nobody and which no transaction takes.`] };
}

export interface Required {
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
}

/** NOT NULL for a column that says whose a row is: a row without an owner is nobody's. Left out, with a warning, where such rows are there or a foreign key makes them. */
export async function required({ session, catalog }: Pick<DesignRoom, "session" | "catalog">, table: TableObject, columnName: string): Promise<Required> {
  const column = table.columns.find(({ name }) => name === columnName);
  if (column === undefined || column.notNull) return { steps: [], warnings: [] };
  const clearing = references(table).find((key) => key.columns[0] === columnName && onDelete(key) === "setNull");
  if (clearing !== undefined) return { steps: [], warnings: [`${columnName} may stay NULL: ${clearing.name} sets it to NULL when the row it refers to goes. Nobody but roles that bypass row security reaches such a row then.`] };
  const { rows } = await session.run(`SELECT count(*) FROM ${quoteObject(table)} WHERE ${quoteName(columnName)} IS NULL`);
  const missing = Number(rows[0]?.[0] ?? 0);
  if (missing > 0) return { steps: [], warnings: [`${counted(missing, "row")} of ${qualified(table)} ${missing === 1 ? "has" : "have"} no ${columnName}: nobody but roles that bypass row security reaches ${missing === 1 ? "it" : "them"} afterwards, and NOT NULL is left out. Give them one, then run this again.`] };
  const alter = (of: TableObject, how: string): string => `ALTER TABLE ${quoteObject(of)} ALTER COLUMN ${quoteName(columnName)} ${how} NOT NULL`;
  const already = familyOf(catalog, table).filter((child) => child.columns.some((one) => one.name === columnName && one.notNull));
  return { steps: [{ sql: alter(table, "SET"), undo: [alter(table, "DROP"), ...already.map((child) => alter(child, "SET"))] }], warnings: [] };
}

/** Row security on, and binding the owner too. */
export function rowSecurity(table: TableObject, force: boolean): Step[] {
  const alter = `ALTER TABLE ${quoteObject(table)}`;
  return [
    ...(table.rowSecurity.enabled ? [] : [{ sql: `${alter} ENABLE ROW LEVEL SECURITY`, undo: `${alter} DISABLE ROW LEVEL SECURITY` }]),
    ...(table.rowSecurity.forced || !force ? [] : [{ sql: `${alter} FORCE ROW LEVEL SECURITY`, undo: `${alter} NO FORCE ROW LEVEL SECURITY` }]),
  ];
}

/** Its partitions and the tables that inherit from it, whatever the depth. */
export function familyOf(catalog: Catalog, table: TableObject): TableObject[] {
  const children = catalog.tables.filter((one) => (one.partitionOf?.schema === table.schema && one.partitionOf.table === table.name) || one.inherits.some((parent) => parent.schema === table.schema && parent.table === table.name));
  return children.flatMap((child) => [child, ...familyOf(catalog, child)]);
}
