import { describe, expect, it } from "vitest";
import { diffCatalogs } from "../../../src/core/catalog/diff.ts";
import { changes } from "../../../src/engines/mysql/changes.ts";
import { differences, never, runScript, runSteps, servers, withDatabase } from "./ddl/database.ts";

describe.each(servers)("grants on $flavour", (server) => {
  it("are read, given and taken, and those on a scratch database do not outlive it", { timeout: 120_000 }, async () => {
    await withDatabase(server, async (database) => {
      const { session, server: admin, name } = database;
      const account = "'de_ddl_granted'@'localhost'";
      await admin.run(`DROP USER IF EXISTS ${account}`);
      await admin.run(`CREATE USER ${account} IDENTIFIED BY 'Granted-1-pass'`);
      try {
        const bare = await session.catalog();
        for (const sql of ["CREATE TABLE t (id int PRIMARY KEY, a int, b int)", "CREATE VIEW v AS SELECT id FROM t", "CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1", "CREATE PROCEDURE f() SELECT 1"]) await session.run(sql);
        const without = await session.catalog();
        for (const sql of [`GRANT SELECT, INSERT ON t TO ${account}`, `GRANT UPDATE (a, b) ON t TO ${account}`, `GRANT SELECT ON v TO ${account} WITH GRANT OPTION`, `GRANT EXECUTE ON FUNCTION ${name}.f TO ${account}`]) await session.run(sql);
        const granted = await session.catalog();
        expect(granted.tables[0]?.grants).toEqual([
          { grantee: account, privileges: ["INSERT", "SELECT"], grantable: false },
          { grantee: account, privileges: ["UPDATE"], grantable: false, column: "a" },
          { grantee: account, privileges: ["UPDATE"], grantable: false, column: "b" },
        ]);
        expect(diffCatalogs(without, granted).map(({ key }) => key)).toEqual(["routine f()", "table t", "view v"]);
        for (const [from, to] of [[granted, without], [without, granted], [granted, bare], [bare, granted]] as const) {
          await runSteps(database, changes(from, to, server.flavour));
          expect(differences(to, await session.catalog())).toEqual([]);
        }
        const shadow = await session.shadow({ data: "schema", signal: never });
        const scratch = shadow.session.facts.database;
        expect(differences(granted, await shadow.session.catalog())).toEqual([]);
        await shadow.drop();
        expect((await admin.run("SELECT COUNT(*) FROM mysql.tables_priv WHERE Db = ?", { params: [scratch] })).rows).toEqual([[0]]);
        expect((await admin.run("SELECT COUNT(*) FROM mysql.procs_priv WHERE Db = ?", { params: [scratch] })).rows).toEqual([[0]]);
        const script = database.engine.renderCatalog(granted);
        await database.clear();
        await runScript(database, script);
        expect(differences(granted, await session.catalog())).toEqual([]);
      } finally {
        await admin.run(`DROP USER ${account}`);
      }
    });
  });
});
