import { describe, expect, it } from "vitest";
import { kindsOf } from "../../../src/engines/mysql/relationKinds.ts";
import { never, openSession, servers, withDatabase } from "./ddl/database.ts";

describe.each(servers.filter(({ flavour }) => flavour === "mariadb"))("what each of many relations is on $flavour", (server) => {
  const made = ["CREATE TABLE plain (id int)", "CREATE TABLE `odd näme` (id int)", "CREATE TABLE other (id int) ENGINE = MyISAM", "CREATE TABLE parts (id int) PARTITION BY HASH (id) PARTITIONS 2", "CREATE TABLE eight (a int, b int, c int, d int, e int, f int, g int, h int)", "CREATE VIEW seen AS SELECT id FROM plain", "CREATE SEQUENCE steps", "CREATE SEQUENCE `odd stéps`"];
  const expected = { plain: "table", "odd näme": "table", other: "table", parts: "table", eight: "table", seen: "view", steps: "sequence", "odd stéps": "sequence" };

  it("is told with the right to see what InnoDB knows, and without it", async () => {
    await withDatabase(server, async ({ session, name, url, server: admin }) => {
      for (const sql of made) await session.run(sql);
      const account = "'de_ddl_kinds'@'%'";
      await admin.run(`DROP USER IF EXISTS ${account}`);
      await admin.run(`CREATE USER ${account} IDENTIFIED BY 'Kinds-1-pass'`);
      try {
        await admin.run(`GRANT SELECT ON ${name}.* TO ${account}`);
        const limited = await openSession(server.flavour, Object.assign(new URL(url), { username: "de_ddl_kinds", password: "Kinds-1-pass" }).href);
        const names = Object.keys(expected);
        for (const one of [session, limited]) {
          const kinds = await kindsOf(one, names, never);
          expect(Object.fromEntries(names.map((relation) => [relation, kinds.get(relation) ?? "table"]))).toEqual(expected);
        }
        expect((await kindsOf(session, names, never)).has("plain")).toBe(false);
        await limited.close();
        for (let at = 0; at < 41; at += 1) await session.run(`CREATE VIEW seen_${at} AS SELECT 1`);
        const views = Array.from({ length: 41 }, (_, at) => `seen_${at}`);
        const many = await kindsOf(session, [...names, ...views], never);
        expect(views.map((view) => many.get(view))).toEqual(views.map(() => "view"));
      } finally {
        await admin.run(`DROP USER ${account}`);
      }
    });
  });
});
