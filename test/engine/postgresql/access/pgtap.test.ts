import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { testAsUser } from "../../../../src/commands/security/testAsUser.ts";
import { contextFor, runCommand } from "../../apply/context.ts";
import { makeWorkspace } from "../../apply/workspace.ts";
import { hasPsql, runWithPsql, servers } from "../ddl/database.ts";
import { accessRig } from "./rig.ts";
import { tenants } from "./schemas.ts";

/** The part of pgTAP that the file calls; what differs ends the run. */
const pgtap = `
  CREATE FUNCTION plan(integer) RETURNS text LANGUAGE sql AS $$ SELECT '1..' || $1 $$;
  CREATE FUNCTION "is"(have text, want text, name text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN IF have IS DISTINCT FROM want THEN RAISE EXCEPTION 'not ok: %, have %', name, have; END IF; RETURN 'ok ' || name; END $$;
  CREATE FUNCTION finish() RETURNS SETOF text LANGUAGE sql AS $$ SELECT 'done' $$;
`;

describe.each(servers)("tests as pgTAP on $name", ({ url }) => {
  test.runIf(hasPsql)("the file holds every cell that could be tested, passes as the database is, fails when a policy is gone, and leaves nothing", async () => {
    const rig = await accessRig(url);
    const place = await makeWorkspace({});
    try {
      await rig.script(tenants);
      const report = await runCommand(testAsUser, contextFor(place.files, rig.session), { "user-id": "7" }, { pgtap: "access.sql" });
      expect(report.files).toEqual(["access.sql"]);
      const file = await readFile(place.files.absolute("access.sql"), "utf8");
      const { cells } = report.data?.["matrix"] as unknown as { readonly cells: readonly unknown[] };
      expect([...file.matchAll(/^SELECT is\(/gm)].length + [...file.matchAll(/^-- Left out: /gm)].length).toBe(cells.length);
      await rig.script(pgtap);
      const before = [...(await rig.session.countRows())];
      await runWithPsql(rig.url, file);
      await rig.script("DROP POLICY invoices_own ON invoices;");
      await expect(runWithPsql(rig.url, file)).rejects.toThrow("not ok: public.");
      expect([...(await rig.session.countRows())]).toEqual(before);
    } finally {
      await place.remove();
      await rig.drop();
    }
  });
});
