import { describe, expect, it } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { renderCatalog } from "../../../src/engines/postgresql/render.ts";
import { differences, hasPsql, runScript, runWithPsql, servers, withDatabase } from "./ddl/database.ts";
import { NASTY, POSITIONAL, ROLES } from "./ddl/nasty.ts";

describe.each(servers)("renderCatalog on $name", ({ url }) => {
  it("gives a script that restores every kind of object, through the session", async () => {
    await withDatabase(url, async (original) => {
      await runScript(original, ROLES + NASTY + POSITIONAL);
      const before = await original.session.catalog();
      const script = renderCatalog(before);
      await withDatabase(url, async (copy) => {
        await runScript(copy, script);
        const after = await copy.session.catalog();
        expect(differences(before, after)).toEqual([]);
        expect(fingerprint(after)).toBe(fingerprint(before));
        expect(renderCatalog(after)).toBe(script);
      });
    });
  });

  it.runIf(hasPsql)("gives a script that psql restores", async () => {
    await withDatabase(url, async (original) => {
      await runScript(original, ROLES + NASTY + POSITIONAL);
      const before = await original.session.catalog();
      await withDatabase(url, async (copy) => {
        await runWithPsql(copy.url, renderCatalog(before));
        expect(differences(before, await copy.session.catalog())).toEqual([]);
      });
    });
  });

  it("restores an empty database, and one without schema public", async () => {
    await withDatabase(url, async (original) => {
      for (const change of ["SELECT 1", "DROP SCHEMA public"]) {
        await original.session.run(change);
        const before = await original.session.catalog();
        await withDatabase(url, async (copy) => {
          await runScript(copy, renderCatalog(before));
          expect(differences(before, await copy.session.catalog())).toEqual([]);
        });
      }
    });
  });
});
