import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { changes } from "../../../src/engines/mysql/changes.ts";
import { differences, makeDatabase, runSteps, servers, type TestDatabase } from "./ddl/database.ts";
import { rowsFor } from "./ddl/fill.ts";
import { MUTATIONS, statementsOfMutation } from "./ddl/mutations.ts";
import { nasty } from "./ddl/nasty.ts";
import { rowsOf } from "./ddl/rows.ts";

describe.each(servers)("changes of the nasty schema on $flavour", (server) => {
  let database: TestDatabase;
  let original: Catalog;

  const make = async (): Promise<void> => {
    await database.clear();
    for (const sql of [...nasty(server.flavour, database.name), ...rowsFor(server.flavour)]) await database.session.run(sql);
  };
  beforeAll(async () => {
    database = await makeDatabase(server);
    await make();
    original = await database.session.catalog();
  }, 120_000);
  afterAll(() => database.drop());

  it("are none between equal schemas", () => {
    expect(changes(original, structuredClone(original), server.flavour)).toEqual([]);
  });

  for (const mutation of MUTATIONS.filter(({ only }) => only === undefined || only === server.flavour)) {
    it(`${mutation.title}: undone and redone`, { timeout: 180_000 }, async () => {
      const { session } = database;
      if (differences(original, await session.catalog()).length > 0) await make();
      const before = await session.catalog();
      expect(differences(original, before)).toEqual([]);
      for (const sql of statementsOfMutation(mutation)) await session.run(sql);
      const mutated = await session.catalog();
      expect(differences(before, mutated)).not.toEqual([]);
      const rows = async (): Promise<string[][]> => Promise.all(["staff", "everything", "by_range", "address"].map((table) => rowsOf(session, table)));
      const [back, forth] = [changes(mutated, before, server.flavour), changes(before, mutated, server.flavour)];
      const kept = await rows();
      await runSteps(database, back);
      expect(differences(before, await session.catalog())).toEqual([]);
      await runSteps(database, forth);
      expect(differences(mutated, await session.catalog())).toEqual([]);
      const lost = [...back, ...forth].some((step) => step.destroys);
      expect(lost).toBe(mutation.destroys ?? false);
      if (!lost) expect(await rows()).toEqual(kept);
      await runSteps(database, changes(mutated, before, server.flavour));
      expect(differences(before, await session.catalog())).toEqual([]);
    });
  }
});
