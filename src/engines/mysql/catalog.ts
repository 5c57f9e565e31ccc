import type { Catalog, OtherObject } from "../../core/catalog/catalog.ts";
import { throwIfCancelled } from "../../core/errors.ts";
import { readColumns } from "./catalog/columns.ts";
import { readConstraints } from "./catalog/constraints.ts";
import { readEvents } from "./catalog/events.ts";
import { readGrants } from "./catalog/grants.ts";
import { readIndexes } from "./catalog/indexes.ts";
import { readLibraries } from "./catalog/libraries.ts";
import { readRoutines } from "./catalog/routines.ts";
import { readSequences } from "./catalog/sequences.ts";
import { literal, textOrNull } from "./catalog/source.ts";
import type { CatalogSource } from "./catalog/source.ts";
import { readTables, tableObject } from "./catalog/tables.ts";
import { readTriggers } from "./catalog/triggers.ts";
import { readViews } from "./catalog/views.ts";

/**
 * The whole schema in a constant number of queries over information_schema. What stands in SHOW CREATE alone takes one more for each object that has it:
 * partitions, index parsers, periods and binary defaults of tables; on MySQL also a view's ALGORITHM and program bodies with text literals in them.
 */
export async function readCatalog(connection: CatalogSource, signal?: AbortSignal): Promise<Catalog> {
  const source: CatalogSource = {
    ...connection,
    query: async (sql) => {
      if (signal !== undefined) throwIfCancelled(signal);
      return await connection.query(sql);
    },
  };
  const rows = await readTables(source);
  const columns = await readColumns(source);
  const indexes = await readIndexes(source);
  const { foreignKeys, checks } = await readConstraints(source);
  const triggers = await readTriggers(source);
  const { routines, packages } = await readRoutines(source);
  const libraries = await readLibraries(source);
  const events = await readEvents(source);
  const grants = await readGrants(source);
  const tables = [];
  for (const row of rows.filter((one) => one.table_type !== "SEQUENCE")) {
    const name = row.table_name ?? "";
    const table = await tableObject(source, row, { columns: columns.get(name) ?? [], indexes: indexes.get(name) ?? [], foreignKeys: foreignKeys.get(name) ?? [], checks: checks.get(name) ?? [], triggers: triggers.get(name) ?? [] });
    tables.push(granted(table, grants.relations.get(name)));
  }
  const sequences = await readSequences(source, rows.filter((row) => row.table_type === "SEQUENCE").map((row) => ({ name: row.table_name ?? "", comment: row.table_comment ?? "" })));
  const views = await readViews(source, columns);
  return {
    engine: "mysql",
    schemas: [],
    extensions: [],
    types: [],
    domains: [],
    sequences: sequences.map((sequence) => granted(sequence, grants.relations.get(sequence.name))),
    routines: routines.map((routine) => granted(routine, grants.routines.get(`${routine.form === "procedure" ? "PROCEDURE" : "FUNCTION"} ${routine.name.toLowerCase()}`))),
    tables: sorted(tables),
    views: sorted(views.map((view) => granted(view, grants.relations.get(view.name)))),
    others: [...(await readDefaults(source)), ...sorted(libraries), ...sorted(packages), ...sorted(events)],
  };
}

/** The database's default collation: tables, columns and parameters that name none get it. */
async function readDefaults(source: CatalogSource): Promise<OtherObject[]> {
  const [row] = await source.query(`SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${literal(source.database)}`);
  const collation = textOrNull(row?.[0]);
  return collation === null ? [] : [{ kind: "database", name: "defaults", facts: { collation } }];
}

function granted<Item extends object>(item: Item, grants: Item extends { readonly grants?: infer Grants } ? Grants | undefined : never): Item {
  return grants === undefined ? item : { ...item, grants };
}

function sorted<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
