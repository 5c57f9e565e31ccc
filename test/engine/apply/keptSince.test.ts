import { rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runSql } from "../../../src/commands/data/runSql.ts";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { qualified } from "../../../src/core/catalog/objects.ts";
import { describeEveryEngine } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { runCommand } from "./context.ts";
import { migrationFiles, scriptOf } from "./scripts.ts";
import * as rig from "./rig.ts";

async function open(engine: EngineFixture, flags: Record<string, string> = {}) {
  const { words } = engine;
  const zero = migrationFiles(engine, "001_zero", [words.update("orders", { total: 0 })]);
  const { session, asked, files, rows: ask } = await rig.open(engine, zero);
  for (const text of [
    words.createTable("orders", { id: "integer", total: "integer", note: "text" }), words.insert("orders", [{ id: 1, total: 10, note: "one" }, { id: 2, total: 20, note: null }, { id: 3, total: 30, note: "it's" }]),
    words.createTable("tags", { id: "integer", word: "text" }), words.insert("tags", [{ id: 1, word: "red" }, { id: 2, word: "blue" }]),
  ]) await session.run(text);
  await runCommand(snapshot, asked, { label: "old" }, flags);
  const print = fingerprint(await session.catalog());
  const rows = async (table: string, columns: readonly string[]) => (await ask(words.select(table, columns))).map((row) => row.map(String));
  const orders = () => rows("orders", ["id", "total", "note"]);
  const before = await orders();
  /** Runs a statement as a person does; the id of the snapshot that it left. */
  const sql = async (text: string): Promise<string> => {
    const report = await runCommand(runSql, asked, { "file-or-inline": text });
    expect(report.status).toBe("passed");
    return report.data?.["snapshot"] as string;
  };
  const back = (more: Record<string, true> = {}) => runCommand(rollback, asked, { "snapshot-or-file": "old" }, more);
  return { session, asked, files, print, rows, orders, before, sql, back };
}

describeEveryEngine("rows that newer safety snapshots kept", (engine) => {
  const { words } = engine;
  const name = (table: string) => qualified({ schema: words.schema, name: table });

  // Documents have no columns that come back: what a command set in them is theirs.
  if (words.ending === ".json") {
    test("come back with a collection that was removed, named with its snapshot; twice changes nothing", async () => {
      const { session, print, rows, sql, back } = await open(engine);
      const table = await sql(words.dropTable("tags"));
      await session.run(words.insert("orders", [{ id: 4, total: 40 }]));
      const done = await back();
      expect(done).toMatchObject({ status: "passed", data: { verified: true, fingerprint: print, rowsFrom: [{ table: "tags", rows: 2, snapshot: table }] } });
      expect(done.evidence).toContainEqual(expect.objectContaining({ title: "Documents that come back", columns: ["Collection", "Documents", "From"] }));
      expect(await rows("tags", ["id", "word"])).toEqual([["1", "red"], ["2", "blue"]]);
      expect(await rows("orders", ["id"])).toEqual([["1"], ["2"], ["3"], ["4"]]);
      expect((await back()).summary).toContain("nothing was executed");
    });
    return;
  }

  test("come back with a column and a table that SQL removed, each named with its snapshot; twice changes nothing", async () => {
    const { session, print, rows, orders, before, sql, back } = await open(engine);
    const column = await sql(words.dropColumn("orders", "note"));
    await session.run(words.insert("orders", [{ id: 4, total: 40 }]));
    const table = await sql(words.dropTable("tags"));
    const done = await back();
    expect(done).toMatchObject({ status: "passed", data: { verified: true, fingerprint: print, rowsRestored: { [name("orders")]: 3, [name("tags")]: 2 } } });
    expect(done.data?.["rowsFrom"]).toEqual(expect.arrayContaining([{ table: name("tags"), rows: 2, snapshot: table }, { table: name("orders"), rows: 3, snapshot: column }]));
    expect(done.evidence?.find((one) => one.title === "Rows that come back")).toMatchObject({ columns: ["Table", "Rows", "From"] });
    expect(await orders()).toEqual([...before, ["4", "40", "null"]]);
    expect(await rows("tags", ["id", "word"])).toEqual([["1", "red"], ["2", "blue"]]);
    expect((await back()).summary).toContain("nothing was executed");
  });

  test("the first loss counts, and the rows of the snapshot itself before those of newer ones", async () => {
    const { orders, before, sql, back } = await open(engine);
    await sql(words.update("orders", { note: "later" }));
    await sql(words.dropColumn("orders", "note"));
    expect(await back()).toMatchObject({ status: "passed" });
    expect(await orders()).toEqual(before);
    const own = await open(engine, { rows: "orders" });
    await own.session.run(words.update("orders", { note: "unsaid" }));
    await own.sql(words.dropColumn("orders", "note"));
    expect((await own.back()).data?.["rowsFrom"]).toMatchObject([{ table: name("orders"), rows: 3, snapshot: expect.stringContaining("-old") as unknown }]);
    expect(await own.orders()).toEqual(own.before);
  });

  test("a loss that was undone since does not count, nor is its snapshot needed", async () => {
    const { asked, files, session, orders, before, back } = await open(engine);
    const note = `migrations/002_note.up${words.ending}`;
    await files.writeText(note, scriptOf(engine, [words.dropColumn("orders", "note")]));
    const apply = () => runCommand(applyMigration, asked, { path: note });
    const first = (await apply()).data?.["snapshot"] as string;
    expect(await back()).toMatchObject({ status: "passed" });
    expect(await orders()).toEqual(before);
    await session.run(words.update("orders", { note: "newer" }, 2));
    expect(await apply()).toMatchObject({ status: "passed" });
    await writeFile(files.absolute(`.data-engineer/snapshots/${first}/data/001-${name("orders")}.rows`), "other", { flag: "a" });
    const again = await back();
    expect(again.status).toBe("passed");
    expect(again.findings?.map((finding) => finding.rule)).toEqual(["rollback/undone"]);
    expect(await orders()).toEqual(before.map(([id, total, note]) => [id, total, id === "2" ? "newer" : note]));
  });

  test("what is there now and stays is not lost on the way over a snapshot that had it not", async () => {
    const { session, asked, rows, orders, before, sql, back, print } = await open(engine);
    await sql(words.dropTable("tags"));
    await sql(words.dropColumn("orders", "note"));
    expect(await runCommand(applyMigration, asked, { path: "migrations" })).toMatchObject({ status: "passed" });
    await session.run(words.createTable("tags", { id: "integer", word: "text" }));
    await session.run(words.insert("tags", [{ id: 9, word: "new" }]));
    expect(await back()).toMatchObject({ status: "passed", data: { undone: ["001"], fingerprint: print } });
    expect(await orders()).toEqual(before);
    expect(await rows("tags", ["id", "word"])).toEqual([["9", "new"]]);
  });

  test("of a table without a key come back as they were", async () => {
    const { session, asked, files, rows, sql } = await open(engine);
    for (const text of [words.createTable("logs", { line: "text", level: "text" }), words.insert("logs", [{ line: "a", level: "info" }, { line: "b", level: "warn" }, { line: "c", level: "info" }]), "DELETE FROM logs WHERE line = 'b'"]) await session.run(text);
    await runCommand(snapshot, asked, { label: "logged" });
    await sql(words.dropColumn("logs", "level"));
    expect(await runCommand(rollback, asked, { "snapshot-or-file": "logged" })).toMatchObject({ status: "passed" });
    expect(await rows("logs", ["line", "level"])).toEqual([["a", "info"], ["c", "info"]]);
    for (const [file, text] of Object.entries(migrationFiles(engine, "002_level", [words.dropColumn("logs", "level")], [words.addColumn("logs", "level", "text")]))) await files.writeText(file, text);
    await runCommand(applyMigration, asked, { path: "migrations" });
    expect(await runCommand(rollback, asked, { "snapshot-or-file": "migrations/002_level.down.sql" })).toMatchObject({ status: "passed" });
    expect(await rows("logs", ["line", "level"])).toEqual([["a", "null"], ["c", "null"]]);
  });

  test("a newer snapshot that is torn stops the rollback only where it is needed", async () => {
    const { files, orders, before, sql, back, session } = await open(engine);
    const column = await sql(words.dropColumn("orders", "note"));
    const update = await sql(words.update("orders", { total: 0 }));
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
