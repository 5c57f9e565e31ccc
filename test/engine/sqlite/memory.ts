import Database from "better-sqlite3";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../../../src/core/catalog/diff.ts";
import type { ChangeStep } from "../../../src/engines/engine.ts";
import { readCatalog } from "../../../src/engines/sqlite/catalog.ts";
import type { RawRow } from "../../../src/engines/sqlite/protocol.ts";

/** A database in memory with the schema of a script. */
export function database(script: string): Database.Database {
  const made = new Database(":memory:");
  made.pragma("foreign_keys = off");
  made.exec(script);
  return made;
}

export function catalogOf(from: Database.Database): Promise<Catalog> {
  return readCatalog((queries) => new Promise((resolve) => resolve(queries.map((sql) => from.prepare(sql).raw().safeIntegers().all() as RawRow[]))));
}

export async function catalogOfScript(script: string): Promise<Catalog> {
  const made = database(script);
  try {
    return await catalogOf(made);
  } finally {
    made.close();
  }
}

/** Runs the steps in one transaction. */
export function apply(to: Database.Database, steps: readonly ChangeStep[]): void {
  to.exec("BEGIN");
  for (const step of steps) to.exec(step.sql);
  to.exec("COMMIT");
}

/** What differs, in words. */
export function differences(a: Catalog, b: Catalog): string[] {
  return diffCatalogs(a, b).map(describeDifference);
}
