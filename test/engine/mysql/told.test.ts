import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { makeWorkspace } from "../apply/workspace.ts";
import { makeDatabase, openSession, runScript, servers, type TestDatabase } from "./ddl/database.ts";

describe.each(servers)("what a snapshot cannot hold back is told on $flavour", (server) => {
  let database: TestDatabase;
  let workspace: Awaited<ReturnType<typeof makeWorkspace>>;

  beforeAll(async () => {
    database = await makeDatabase(server);
    workspace = await makeWorkspace({});
  });
  afterAll(async () => {
    await workspace.remove();
    await database.drop();
  });

  it("triggers that fire on rows that come back, before they do", async () => {
    const { session } = database;
    for (const sql of [
      "CREATE TABLE orders (id int PRIMARY KEY, state varchar(9))", "CREATE TABLE log (id int AUTO_INCREMENT PRIMARY KEY, what varchar(40))", "CREATE TABLE quiet (id int PRIMARY KEY)",
      "CREATE TRIGGER note_new AFTER INSERT ON orders FOR EACH ROW INSERT INTO log (what) VALUES ('new')",
      "CREATE TRIGGER note_gone AFTER DELETE ON orders FOR EACH ROW INSERT INTO log (what) VALUES ('gone')",
      "INSERT INTO orders VALUES (1, 'a'), (2, 'b')", "INSERT INTO quiet VALUES (1)",
    ]) await session.run(sql);
    const asked = contextFor(workspace.files, session);
    await runCommand(snapshot, asked, { label: "before" }, { rows: "orders,quiet" });
    await session.run("DELETE FROM orders");
    await session.run("DELETE FROM log");
    const firing = expect.objectContaining({ rule: "rollback/triggers-fire", severity: "warning", object: "orders", message: expect.stringMatching(/^The trigger note_new fires on the rows that come back into orders/) as string }) as unknown;
    const preview = await runCommand(rollback, asked, { "snapshot-or-file": "before" }, { preview: true });
    expect(preview.findings?.filter(({ rule }) => rule === "rollback/triggers-fire")).toEqual([firing]);
    expect((await session.run("SELECT what FROM log")).rows).toEqual([]);
    const done = await runCommand(rollback, asked, { "snapshot-or-file": "before" });
    expect(done.findings).toContainEqual(firing);
    expect((await session.run("SELECT what FROM log")).rows).toEqual([["new"], ["new"]]);
    await session.run("DROP TABLE orders");
    const anew = await runCommand(rollback, asked, { "snapshot-or-file": "before" });
    expect(anew.findings?.filter(({ rule }) => rule === "rollback/triggers-fire")).toEqual([]);
    expect((await session.run("SELECT what FROM log")).rows).toEqual([["new"], ["new"]]);
  });

  it("views that read what does not exist, and bodies that the account may not read", async () => {
    const { session, server: admin, name, url } = database;
    for (const sql of ["CREATE TABLE gone (id int PRIMARY KEY)", "CREATE VIEW lost AS SELECT id FROM gone", "CREATE VIEW whole AS SELECT id FROM quiet", "DROP TABLE gone", "CREATE PROCEDURE says() SELECT 'it''s'"]) await session.run(sql);
    const report = await runCommand(snapshot, contextFor(workspace.files, session), { label: "broken" });
    expect(report.findings).toEqual([expect.objectContaining({ rule: "snapshot/left-out", severity: "warning", object: "view lost", message: expect.stringContaining("reads what does not exist") as string })]);
    const account = "'de_ddl_blind'@'%'";
    await admin.run(`DROP USER IF EXISTS ${account}`);
    await admin.run(`CREATE USER ${account} IDENTIFIED BY 'Blind-1-pass'`);
    try {
      await admin.run(`GRANT SELECT, EXECUTE ON ${name}.* TO ${account}`);
      const blind = await openSession(server.flavour, Object.assign(new URL(url), { username: "de_ddl_blind", password: "Blind-1-pass" }).href);
      const catalog = await blind.catalog();
      const leftOut = blind.engine.leftOut?.(catalog) ?? [];
      expect(leftOut.map(({ object }) => object)).toEqual(expect.arrayContaining(["view whole", "routine says()"]));
      const script = blind.engine.renderCatalog(catalog);
      await blind.close();
      await database.clear();
      await runScript(database, script);
      expect((await session.catalog()).tables.map((table) => table.name)).toEqual(expect.arrayContaining(["orders", "quiet"]));
    } finally {
      await admin.run(`DROP USER ${account}`);
    }
  });
});
