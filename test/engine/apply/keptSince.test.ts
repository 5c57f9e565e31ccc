import { rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runSql } from "../../../src/commands/data/runSql.ts";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEngines } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { runCommand } from "./context.ts";
import * as rig from "./rig.ts";

const tables = [
  "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER NOT NULL, note TEXT)",
  "INSERT INTO orders VALUES (1, 10, 'one'), (2, 20, NULL), (3, 30, 'it''s')",
  "CREATE TABLE tags (id INTEGER PRIMARY KEY, word TEXT NOT NULL)",
  "INSERT INTO tags VALUES (1, 'red'), (2, 'blue')",
];

async function open(engine: EngineFixture, flags: Record<string, string> = {}) {
  const { session, asked, files } = await rig.open(engine, { "migrations/001_zero.up.sql": "UPDATE orders SET total = 0;\n" });
  for (const sql of tables) await session.run(sql);
  await runCommand(snapshot, asked, { label: "old" }, flags);
  const print = fingerprint(await session.catalog());
  const rows = async (sql: string) => (await session.run(sql)).rows.map((row) => row.map(String));
  const orders = () => rows("SELECT id, total, note FROM orders ORDER BY id");
  const before = await orders();
  /** Runs SQL as a person does; the id of the snapshot that it left. */
  const sql = async (text: string): Promise<string> => {
    const report = await runCommand(runSql, asked, { "file-or-inline": text });
    expect(report.status).toBe("passed");
    return report.data?.["snapshot"] as string;
  };
  const back = (more: Record<string, true> = {}) => runCommand(rollback, asked, { "snapshot-or-file": "old" }, more);
  return { session, asked, files, print, rows, orders, before, sql, back };
}

describeEngines("rows that newer safety snapshots kept", (engine) => {
  const name = (table: string) => (engine.dialect === "sqlite" ? table : `public.${table}`);

  test("come back with a column and a table that SQL removed, each named with its snapshot; twice changes nothing", async () => {
    const { session, print, rows, orders, before, sql, back } = await open(engine);
    const column = await sql("ALTER TABLE orders DROP COLUMN note");
    await session.run("INSERT INTO orders (id, total) VALUES (4, 40)");
    const table = await sql("DROP TABLE tags");
    const done = await back();
    expect(done).toMatchObject({ status: "passed", data: { verified: true, fingerprint: print, rowsRestored: { [name("orders")]: 3, [name("tags")]: 2 } } });
    expect(done.data?.["rowsFrom"]).toEqual(expect.arrayContaining([{ table: name("tags"), rows: 2, snapshot: table }, { table: name("orders"), rows: 3, snapshot: column }]));
    expect(done.evidence?.find((one) => one.title === "Rows that come back")).toMatchObject({ columns: ["Table", "Rows", "From"] });
    expect(await orders()).toEqual([...before, ["4", "40", "null"]]);
    expect(await rows("SELECT word FROM tags ORDER BY id")).toEqual([["red"], ["blue"]]);
    expect((await back()).summary).toContain("nothing was executed");
  });

  test("the first loss counts, and the rows of the snapshot itself before those of newer ones", async () => {
    const { orders, before, sql, back } = await open(engine);
    await sql("UPDATE orders SET note = 'later'");
    await sql("ALTER TABLE orders DROP COLUMN note");
    expect(await back()).toMatchObject({ status: "passed" });
    expect(await orders()).toEqual(before);
    const own = await open(engine, { rows: "orders" });
    await own.session.run("UPDATE orders SET note = 'unsaid'");
    await own.sql("ALTER TABLE orders DROP COLUMN note");
    expect((await own.back()).data?.["rowsFrom"]).toMatchObject([{ table: name("orders"), rows: 3, snapshot: expect.stringContaining("-old") as unknown }]);
    expect(await own.orders()).toEqual(own.before);
  });

  test("a loss that was undone since does not count, nor is its snapshot needed", async () => {
    const { asked, files, session, orders, before, back } = await open(engine);
    await files.writeText("migrations/002_note.up.sql", "ALTER TABLE orders DROP COLUMN note;\n");
    const apply = () => runCommand(applyMigration, asked, { path: "migrations/002_note.up.sql" });
    const first = (await apply()).data?.["snapshot"] as string;
    expect(await back()).toMatchObject({ status: "passed" });
    expect(await orders()).toEqual(before);
    await session.run("UPDATE orders SET note = 'newer' WHERE id = 2");
    expect(await apply()).toMatchObject({ status: "passed" });
    await writeFile(files.absolute(`.data-engineer/snapshots/${first}/data/001-${name("orders")}.rows`), "other", { flag: "a" });
    const again = await back();
    expect(again.status).toBe("passed");
    expect(again.findings?.map((finding) => finding.rule)).toEqual(["rollback/undone"]);
    expect(await orders()).toEqual(before.map(([id, total, note]) => [id, total, id === "2" ? "newer" : note]));
  });

  test("what is there now and stays is not lost on the way over a snapshot that had it not", async () => {
    const { session, asked, rows, orders, before, sql, back, print } = await open(engine);
    await sql("DROP TABLE tags");
    await sql("ALTER TABLE orders DROP COLUMN note");
    expect(await runCommand(applyMigration, asked, { path: "migrations" })).toMatchObject({ status: "passed" });
    await session.run("CREATE TABLE tags (id INTEGER PRIMARY KEY, word TEXT NOT NULL)");
    await session.run("INSERT INTO tags VALUES (9, 'new')");
    expect(await back()).toMatchObject({ status: "passed", data: { undone: ["001"], fingerprint: print } });
    expect(await orders()).toEqual(before);
    expect(await rows("SELECT id, word FROM tags")).toEqual([["9", "new"]]);
  });

  test("of a table without a key come back as they were", async () => {
    const { session, asked, files, rows, sql } = await open(engine);
    await session.run("CREATE TABLE logs (line TEXT, level TEXT)");
    await session.run("INSERT INTO logs VALUES ('a', 'info'), ('b', 'warn'), ('c', 'info')");
    await session.run("DELETE FROM logs WHERE line = 'b'");
    await runCommand(snapshot, asked, { label: "logged" });
    await sql("ALTER TABLE logs DROP COLUMN level");
    expect(await runCommand(rollback, asked, { "snapshot-or-file": "logged" })).toMatchObject({ status: "passed" });
    expect(await rows("SELECT line, level FROM logs ORDER BY 1")).toEqual([["a", "info"], ["c", "info"]]);
    await files.writeText("migrations/002_level.up.sql", "ALTER TABLE logs DROP COLUMN level;\n");
    await files.writeText("migrations/002_level.down.sql", "ALTER TABLE logs ADD COLUMN level TEXT;\n");
    await runCommand(applyMigration, asked, { path: "migrations" });
    expect(await runCommand(rollback, asked, { "snapshot-or-file": "migrations/002_level.down.sql" })).toMatchObject({ status: "passed" });
    expect(await rows("SELECT line, level FROM logs ORDER BY 1")).toEqual([["a", "null"], ["c", "null"]]);
  });

  test("a newer snapshot that is torn stops the rollback only where it is needed", async () => {
    const { files, orders, before, sql, back, session } = await open(engine);
    const column = await sql("ALTER TABLE orders DROP COLUMN note");
    const update = await sql("UPDATE orders SET total = 0");
    await writeFile(files.absolute(`.data-engineer/snapshots/${update}/manifest.json`), "{");
    const warned = await back({ preview: true });
    expect(warned).toMatchObject({ status: "passed", findings: [{ rule: "rollback/rows-missing", severity: "warning", object: update }] });
    const file = files.absolute(`.data-engineer/snapshots/${column}/data/001-${name("orders")}.rows`);
    await writeFile(file, "other", { flag: "a" });
    for (const more of [{ preview: true }, {}] as const) {
      const refused = await back(more);
      expect(refused.status).toBe("failed");
      expect(refused.summary).toContain(`Nothing was changed: `);
      expect(refused.findings?.find((one) => one.object === column)).toMatchObject({ rule: "rollback/rows-missing", severity: "error", message: expect.stringMatching(new RegExp(`Without it ${name("orders")}\\.note would not come back as before\\..*move .*${column} out of the workspace`)) as unknown });
      expect((await session.catalog()).tables.find((one) => one.name === "orders")?.columns.length).toBe(2);
    }
    for (const id of [column, update]) await rm(files.absolute(`.data-engineer/snapshots/${id}`), { recursive: true });
    expect(await back()).toMatchObject({ status: "passed" });
    expect(await orders()).toEqual(before.map(([id]) => [id, "0", "null"]));
  });
});
