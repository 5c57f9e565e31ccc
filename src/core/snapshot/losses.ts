import type { Catalog, TableObject } from "../catalog/catalog.ts";
import type { Destruction } from "../script/facts.ts";

/** What a change from one catalog to another would lose of the rows that are there now: tables that go, columns that go, column types that change. */
export function lossesBetween(from: Catalog, to: Catalog): Destruction[] {
  const kept = new Map(to.tables.map((table) => [`${table.schema}.${table.name}`, table]));
  return from.tables.flatMap((table) => {
    const after = kept.get(`${table.schema}.${table.name}`);
    if (after === undefined) return [{ object: { kind: "table", schema: table.schema, name: table.name }, how: "dropCascade" } satisfies Destruction];
    return columnLosses(table, after);
  });
}

function columnLosses(before: TableObject, after: TableObject): Destruction[] {
  const columns = new Map(after.columns.map((column) => [column.name, column]));
  const stored = before.columns.filter((column) => column.generated === undefined);
  const object = { kind: "table", schema: before.schema, name: before.name } as const;
  const gone = stored.filter((column) => !columns.has(column.name)).map((column) => column.name);
  const changed = stored.filter((column) => columns.has(column.name) && columns.get(column.name)?.type !== column.type).map((column) => column.name);
  return [
    ...(gone.length === 0 ? [] : [{ object, how: "dropColumn", columns: gone } satisfies Destruction]),
    ...(changed.length === 0 ? [] : [{ object, how: "lossyType", columns: changed } satisfies Destruction]),
  ];
}
