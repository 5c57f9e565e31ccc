import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Catalog, RoutineObject, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** As maps know a relation. */
export function keyOf({ schema, name }: Named): string {
  return `${schema}.${name}`;
}

/** A catalog's relations and routines by name. */
export class Relations {
  readonly catalog: Catalog;
  private readonly tables: ReadonlyMap<string, TableObject>;
  private readonly views: ReadonlyMap<string, ViewObject>;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
    this.tables = new Map(catalog.tables.map((table) => [keyOf(table), table]));
    this.views = new Map(catalog.views.map((view) => [keyOf(view), view]));
  }

  table(object: Named): TableObject | undefined {
    return this.tables.get(keyOf(object));
  }

  view(object: Named): ViewObject | undefined {
    return this.views.get(keyOf(object));
  }

  routine(object: AccessObject): RoutineObject | undefined {
    return this.catalog.routines.find((routine) => routine.schema === object.schema && routine.name === object.name && (object.signature === undefined || routine.signature === object.signature));
  }

  /** The tables whose rows a view shows, through other views too. */
  tablesBehind(view: ViewObject, seen = new Set<string>()): TableObject[] {
    return view.dependsOn.flatMap((name) => {
      if (seen.has(keyOf(name))) return [];
      seen.add(keyOf(name));
      const table = this.table(name);
      if (table !== undefined) return [table];
      const inner = this.view(name);
      return inner === undefined ? [] : this.tablesBehind(inner, seen);
    });
  }
}

/** Columns that tell one row of a table from all others; empty where nothing promises that. */
export function keyColumns(table: TableObject): readonly string[] {
  const primary = table.constraints.find(({ form }) => form === "primaryKey");
  if (primary !== undefined) return primary.columns;
  const required = new Set(table.columns.filter(({ notNull }) => notNull).map(({ name }) => name));
  return table.constraints.find(({ form, columns }) => form === "unique" && columns.every((column) => required.has(column)))?.columns ?? [];
}
