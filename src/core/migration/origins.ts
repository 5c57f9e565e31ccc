import type { RunnableStatement } from "./plan.ts";

/** What tables and columns were called before a script ran; null for those that it has made, also in the place of one that it dropped or renamed. */
export interface Origins {
  /** By its name now. */
  table(name: string): string | null;
  /** By its table's name before, and its own now. */
  column(table: string, name: string): string | null;
}

/** Where nothing was renamed, dropped or made. */
export const unmoved: Origins = { table: (name) => name, column: (_table, name) => name };

/** Follows what statements rename and drop, in their order. */
export function originsOf(statements: readonly RunnableStatement[]): Origins {
  const tables = new Names();
  const columns = new Map<string, Names>();
  const columnsOf = (table: string | undefined): Names => {
    const origin = tables.before(table ?? "") ?? "";
    const known = columns.get(origin) ?? new Names();
    columns.set(origin, known);
    return known;
  };
  for (const { facts } of statements) {
    for (const { from, to } of facts?.renames ?? []) {
      if (from.kind === "table") tables.rename(from.name, to.name);
      else if (from.kind === "column") columnsOf(from.table).rename(from.name.toLowerCase(), to.name.toLowerCase());
    }
    for (const object of facts?.drops ?? []) {
      if (object.kind === "table") tables.drop(object.name);
      else if (object.kind === "column") columnsOf(object.table).drop(object.name.toLowerCase());
    }
  }
  return {
    table: (name) => tables.before(name),
    column: (table, name) => {
      const origin = columns.get(table)?.before(name.toLowerCase());
      return origin === undefined ? name : origin;
    },
  };
}

/** Names that lead back to those of the start. */
class Names {
  private readonly origins = new Map<string, string | null>();

  before(name: string): string | null {
    const known = this.origins.get(name);
    return known === undefined ? name : known;
  }

  rename(from: string, to: string): void {
    const origin = this.before(from);
    this.origins.set(from, null);
    this.origins.set(to, origin);
  }

  drop(name: string): void {
    this.origins.set(name, null);
  }
}
