import type { Identity } from "../../../../core/access/identity.ts";
import type { OwnRow } from "../../../../core/access/policyDesign.ts";
import type { Catalog } from "../../../../core/catalog/catalog.ts";
import { StatementError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import { CannotSeed } from "../cannotSeed.ts";
import { Relations } from "../relations.ts";
import { Seeder } from "../seeder.ts";

/**
 * Inside a trial: makes rows by which somebody belongs to a tenant or owns a parent, so that an own row can be tried at all.
 * Where one cannot be made the rest is left out, and the attempts tell what they could not try.
 */
export async function seedOwn(session: Session, catalog: Catalog, identity: Identity, rows: readonly OwnRow[]): Promise<void> {
  const relations = new Relations(catalog);
  const seeder = new Seeder(session, relations);
  const made: ReadonlyMap<string, string | null>[] = [];
  try {
    await seeder.quietly(() => makeRows(rows, seeder, relations, identity, made));
  } catch (error) {
    if (!(error instanceof CannotSeed) && !(error instanceof StatementError)) throw error;
  }
}

async function makeRows(rows: readonly OwnRow[], seeder: Seeder, relations: Relations, identity: Identity, made: ReadonlyMap<string, string | null>[]): Promise<void> {
  for (const row of rows) {
    const table = relations.table({ schema: row.schema, name: row.table });
    if (table === undefined) return;
    const values = new Map(Object.entries(row.values).map(([column, value]) => [column, value === null || typeof value === "string" ? value : (made[value.row]?.get(value.column) ?? null)]));
    const base = await seeder.plan(table, identity, "own").catch((error: unknown) => {
      if (!(error instanceof CannotSeed)) throw error;
      return seeder.plan(table, identity, "any");
    });
    const byItself = table.columns.filter((column) => column.default !== undefined || column.identity !== undefined).map(({ name }) => name);
    const plan = new Map([...base].filter(([column]) => !byItself.includes(column)).concat([...values]));
    await seeder.parentsOf(table, plan, identity, "own", new Set(values.keys()));
    made.push((await seeder.insert(table, plan)).values);
  }
}
