import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { changes } from "../../../src/engines/mysql/changes.ts";
import { renderCatalog } from "../../../src/engines/mysql/render.ts";
import { differences, makeDatabase, runScript, runSteps, servers, type TestDatabase } from "./ddl/database.ts";
import { randomSchema, statementsOf } from "./ddl/randomSchema.ts";

describe.each(servers)("random schemas on $flavour", (server) => {
  let database: TestDatabase;
  let empty: Catalog;

  beforeAll(async () => {
    database = await makeDatabase(server);
    empty = await database.session.catalog();
  });
  afterAll(() => database.drop());

  /** The catalog of a schema made from its statements. */
  const made = async (statements: readonly string[]): Promise<Catalog> => {
    await database.clear();
    for (const sql of statements) {
      await database.session.run(sql).catch((error: unknown) => {
        throw new Error(`${String(error)}\nin: ${sql}`);
      });
    }
    return await database.session.catalog();
  };

  it("turn into each other and back", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomSchema, randomSchema, async (first, second) => {
        const [a, b] = [await made(statementsOf(first, server.flavour)), await made(statementsOf(second, server.flavour))];
        await database.clear();
        for (const [from, to] of [[empty, a], [a, b], [b, a], [a, empty]] as const) {
          await runSteps(database, changes(from, to, server.flavour));
          expect(differences(to, await database.session.catalog())).toEqual([]);
        }
      }),
      { numRuns: Number(process.env["RANDOM_RUNS"] ?? 8), endOnFailure: true },
    );
  });

  it("are restored by their script", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomSchema, async (schema) => {
        const before = await made(statementsOf(schema, server.flavour));
        await database.clear();
        await runScript(database, renderCatalog(before, server.flavour));
        expect(differences(before, await database.session.catalog())).toEqual([]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
