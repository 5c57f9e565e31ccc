import { describe, expect, it } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { differences, hasClient, runScript, runWithClient, servers, withDatabase } from "./ddl/database.ts";
import { nasty } from "./ddl/nasty.ts";

describe.each(servers)("the schema script on $flavour", (server) => {
  it("restores every kind of object in an empty database", { timeout: 120_000 }, async () => {
    await withDatabase(server, async (database) => {
      for (const sql of nasty(server.flavour, database.name)) await database.session.run(sql);
      const before = await database.session.catalog();
      const script = database.engine.renderCatalog(before);
      expect(database.engine.renderCatalog(structuredClone(before))).toBe(script);
      expect(script.split("\n").filter((line) => line.includes(database.name))).toEqual([]);
      expect(JSON.stringify(before)).not.toContain(database.name);
      expect(database.engine.analyse(database.engine.split(script)).problems).toEqual([]);
      await database.clear();
      await runScript(database, script);
      const after = await database.session.catalog();
      expect(differences(before, after)).toEqual([]);
      expect(fingerprint(after)).toBe(fingerprint(before));
      expect(database.engine.renderCatalog(after)).toBe(script);
    });
  });

  it.runIf(hasClient)("restores them through the server's own client", { timeout: 120_000 }, async () => {
    await withDatabase(server, async (database) => {
      for (const sql of nasty(server.flavour, database.name)) await database.session.run(sql);
      const before = await database.session.catalog();
      await database.clear();
      await runWithClient(database, database.engine.renderCatalog(before));
      expect(differences(before, await database.session.catalog())).toEqual([]);
    });
  });
});
