import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { changes } from "../../../src/engines/postgresql/changes.ts";
import { differences, makeDatabase, runScript, runSteps, servers, type TestDatabase, withDatabase } from "./ddl/database.ts";
import { MUTATIONS } from "./ddl/mutations.ts";
import { NASTY, ROLES } from "./ddl/nasty.ts";

describe.each(servers)("changes on $name", ({ url }) => {
  let database: TestDatabase;
  let original: Catalog;

  beforeAll(async () => {
    database = await makeDatabase(url);
    await runScript(database, ROLES + NASTY);
    original = await database.session.catalog();
  });
  afterAll(() => database.drop());

  it("takes everything down to an empty database and brings it back", async () => {
    await withDatabase(url, async (copy) => {
      const empty = await copy.session.catalog();
      for (const [from, to] of [[empty, original], [original, empty]] as const) {
        await copy.session.transaction("commit", () => runSteps(copy, changes(from, to)));
        expect(differences(to, await copy.session.catalog())).toEqual([]);
      }
    });
  });

  it("has nothing to do between equal catalogs", () => {
    expect(changes(original, original)).toEqual([]);
  });

  it.each(MUTATIONS)("undoes and redoes: %s", async (_title, sql) => {
    await database.session.transaction("rollback", async () => {
      await runScript(database, sql);
      const mutated = await database.session.catalog();
      expect(fingerprint(mutated)).not.toBe(fingerprint(original));
      for (const [from, to] of [[mutated, original], [original, mutated]] as const) {
        await runSteps(database, changes(from, to));
        expect(differences(to, await database.session.catalog())).toEqual([]);
      }
    });
  });
});
