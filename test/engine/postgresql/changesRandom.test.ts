import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { changes } from "../../../src/engines/postgresql/changes.ts";
import { renderCatalog } from "../../../src/engines/postgresql/render.ts";
import { differences, makeDatabase, runScript, runSteps, servers, type TestDatabase } from "./ddl/database.ts";
import { ROLES } from "./ddl/nasty.ts";
import { randomSchema, statementsOf } from "./ddl/randomSchema.ts";

describe.each(servers)("random schemas on $name", ({ url }) => {
  let database: TestDatabase;
  let empty: Catalog;

  beforeAll(async () => {
    database = await makeDatabase(url);
    await runScript(database, ROLES);
    empty = await database.session.catalog();
  });
  afterAll(() => database.drop());

  /** The catalog of a schema made from its statements; the database is as empty afterwards as before. */
  const made = (statements: readonly string[]): Promise<Catalog> =>
    database.session.transaction("rollback", async () => {
      for (const sql of statements) await database.session.run(sql);
      return await database.session.catalog();
    });

  it("turn into each other and back", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomSchema, randomSchema, async (first, second) => {
        const [a, b] = [await made(statementsOf(first)), await made(statementsOf(second))];
        await database.session.transaction("rollback", async () => {
          for (const [from, to] of [[empty, a], [a, b], [b, a], [a, empty]] as const) {
            await runSteps(database, changes(from, to));
            expect(differences(to, await database.session.catalog())).toEqual([]);
          }
        });
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it("are restored by their script", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomSchema, async (schema) => {
        const before = await made(statementsOf(schema));
        await database.session.transaction("rollback", async () => {
          await runScript(database, renderCatalog(before));
          expect(differences(before, await database.session.catalog())).toEqual([]);
        });
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
