import type { Catalog, OtherObject } from "../../core/catalog/catalog.ts";
import { readColumns } from "./catalog/columns.ts";
import { readConstraints } from "./catalog/constraints.ts";
import { eventObjects, eventShows, readEvents } from "./catalog/events.ts";
import { readGrants } from "./catalog/grants.ts";
import { readIndexes } from "./catalog/indexes.ts";
import { readLibraries } from "./catalog/libraries.ts";
import { programObjects, readRoutines, routineShows } from "./catalog/routines.ts";
import { sequenceObjects, sequenceShow } from "./catalog/sequences.ts";
import { showAll } from "./catalog/shows.ts";
import { literal, textOrNull } from "./catalog/source.ts";
import type { CatalogSource, WholeSource } from "./catalog/source.ts";
import { readTables, tableObject, type TableParts, type TableRow, tableShow } from "./catalog/tables.ts";
import { readTriggers, triggerObjects, triggerShows } from "./catalog/triggers.ts";
import { readViews, viewObjects, viewShows } from "./catalog/views.ts";

/**
 * The whole schema in a constant number of requests: queries over information_schema, and one that asks together for all that stands in SHOW CREATE alone:
 * partitions, index parsers, periods and binary defaults of tables, program bodies with text literals in them; on MySQL also a view's ALGORITHM.
 */
export async function readCatalog(source: WholeSource): Promise<Catalog> {
  const rows = await readTables(source);
  const columns = await readColumns(source);
  const indexes = await readIndexes(source);
  const { foreignKeys, checks } = await readConstraints(source, new Set(rows.map((row) => row.table_name ?? "")));
  const triggerRows = await readTriggers(source);
  const routineRows = await readRoutines(source);
  const libraries = await readLibraries(source);
  const eventRows = await readEvents(source);
  const viewRows = await readViews(source);
  const grants = await readGrants(source);
  const defaults = await readDefaults(source);
  const partsOf = ({ table_name: name }: TableRow): TableParts => ({ columns: columns.get(name ?? "") ?? [], indexes: indexes.get(name ?? "") ?? [], foreignKeys: foreignKeys.get(name ?? "") ?? [], checks: checks.get(name ?? "") ?? [] });
  const [tableRows, sequenceRows] = [rows.filter((row) => row.table_type !== "SEQUENCE"), rows.filter((row) => row.table_type === "SEQUENCE")];
  const shown = await showAll(source, [
    ...tableRows.flatMap((row) => tableShow(source, row, partsOf(row))), ...sequenceRows.map(sequenceShow), ...viewShows(viewRows), ...routineShows(source, routineRows), ...triggerShows(triggerRows), ...eventShows(eventRows),
  ]);
  const triggers = triggerObjects(source, triggerRows, shown);
  const tables = tableRows.map((row) => tableObject(source, row, { ...partsOf(row), triggers: triggers.get(row.table_name ?? "") ?? [] }, shown));
  const { routines, packages } = programObjects(source, routineRows, shown);
  return {
    engine: "mysql",
    rules: { comments: true },
    schemas: [],
    extensions: [],
    types: [],
    domains: [],
    sequences: sequenceObjects(sequenceRows, shown).map((sequence) => granted(sequence, grants.relations.get(sequence.name))),
    routines: routines.map((routine) => granted(routine, grants.routines.get(`${routine.form === "procedure" ? "PROCEDURE" : "FUNCTION"} ${routine.name.toLowerCase()}`))),
    tables: sorted(tables.map((table) => granted(table, grants.relations.get(table.name)))),
    views: sorted(viewObjects(source, viewRows, columns, shown).map((view) => granted(view, grants.relations.get(view.name)))),
    others: [...defaults, ...sorted(libraries), ...sorted(packages), ...sorted(eventObjects(source, eventRows, shown))],
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
