import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEngines } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { runCommand } from "./context.ts";
import * as rig from "./rig.ts";

const shop = {
  "migrations/001_orders.up.sql": `CREATE TABLE customers (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers (id) ON DELETE CASCADE, total NUMERIC NOT NULL, note TEXT);
CREATE INDEX orders_customer ON orders (customer);
CREATE VIEW sums AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;
INSERT INTO customers VALUES (1, 'a@x'), (2, 'b@x');
INSERT INTO orders (id, customer, total, note) VALUES (1, 1, 1.5, 'one'), (2, 1, 2, NULL), (3, 2, 3, 'it''s');
`,
};

async function open(engine: EngineFixture, texts: Readonly<Record<string, string>>) {
  const { session, ...rest } = await rig.open(engine, { ...shop, ...texts });
  await runCommand(applyMigration, rest.asked, { path: "migrations" }, { to: "001" });
  const rows = async () => [(await session.run("SELECT * FROM customers ORDER BY 1")).rows, (await session.run("SELECT id, customer, total, note FROM orders ORDER BY 1")).rows];
  return { ...rest, session, rows, before: { print: fingerprint(await session.catalog()), rows: await rows() } };
}

describeEngines("rollback", (engine) => {
  const name = (table: string) => (engine.dialect === "sqlite" ? table : `public.${table}`);
  test.each([
    ["a dropped table that others refer to", "DROP TABLE customers CASCADE;\n"],
    ["a dropped column", "ALTER TABLE orders DROP COLUMN note;\n"],
    ["rows that were deleted, with those that cascades take", "DELETE FROM customers;\n"],
    ["values that were overwritten", "UPDATE orders SET total = 0, note = NULL;\n"],
  ])("rollback to the safety snapshot brings back %s", async (_what, sql) => {
    const { session, asked, rows, before } = await open(engine, { "migrations/002_lose.up.sql": engine.dialect === "sqlite" ? sql.replace(" CASCADE", "") : sql });
    const silently = engine.dialect === "sqlite" && sql.includes("customers");
    if (silently) expect((await runCommand(applyMigration, asked, { path: "migrations" })).findings![0]).toMatchObject({ rule: "dry-run/data-lost", severity: "error" });
    const flags: Record<string, true> = silently ? { "without-proof": true } : {};
    const applied = await runCommand(applyMigration, asked, { path: "migrations" }, flags);
    expect(applied).toMatchObject({ status: "passed" });
    const id = applied.data?.["snapshot"] as string;
    expect(await rows().catch(() => "gone")).not.toEqual(before.rows);
    const preview = await runCommand(rollback, asked, { "snapshot-or-file": id }, { preview: true });
    expect(preview).toMatchObject({ status: "passed", data: { verified: true, undone: ["002"] } });
    const done = await runCommand(rollback, asked, { "snapshot-or-file": id });
    expect(done).toMatchObject({ status: "passed", data: { verified: true, fingerprint: before.print, undone: ["002"] } });
    expect(fingerprint(await session.catalog())).toBe(before.print);
    expect(await rows()).toEqual(before.rows);
    expect(await session.integrity()).toEqual([]);
    expect((await session.migrations.history.read()).map((entry) => entry.outcome)).toEqual(["applied", "rolledBack"]);
    const again = await runCommand(applyMigration, asked, { path: "migrations" }, flags);
    expect(again).toMatchObject({ status: "passed", data: { migrations: [{ version: "002", status: "passed" }] } });
  });

  test("what is there now and would go is asked for by name, kept, and can be brought back", async () => {
    const { session, asked, before } = await open(engine, {});
    await runCommand(snapshot, asked, { label: "clean" });
    await session.run("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)");
    await session.run("INSERT INTO notes VALUES (1, 'keep me')");
    const grown = fingerprint(await session.catalog());
    asked.questions.length = 0;
    const back = await runCommand(rollback, asked, { "snapshot-or-file": "clean" });
    expect(asked.questions[0]!.destroys).toMatchObject([{ object: name("notes"), rows: 1 }]);
    expect(back).toMatchObject({ status: "passed" });
    expect(fingerprint(await session.catalog())).toBe(before.print);
    const forth = await runCommand(rollback, asked, { "snapshot-or-file": back.data?.["snapshot"] as string });
    expect(forth).toMatchObject({ status: "passed", data: { rowsRestored: { [name("notes")]: 1 } } });
    expect(fingerprint(await session.catalog())).toBe(grown);
    expect((await session.run("SELECT * FROM notes")).rows).toEqual([[expect.anything(), "keep me"]]);
  });

  test("a down script that restores is run and on record; one that does not is refused with the differences", async () => {
    const { files, session, asked, before } = await open(engine, {
      "migrations/002_extra.up.sql": "CREATE TABLE extra (a INTEGER);\nCREATE INDEX extra_a ON extra (a);\nCREATE INDEX orders_total ON orders (total);\n",
      "migrations/002_extra.down.sql": "DROP TABLE extra;\n",
    });
    const applied = await runCommand(applyMigration, asked, { path: "migrations" });
    expect(applied.findings!.map((finding) => finding.rule)).toContain("dry-run/down-does-not-restore");
    const broken = await runCommand(rollback, asked, { "snapshot-or-file": "migrations/002_extra.down.sql" });
    expect(broken).toMatchObject({ status: "failed" });
    expect(broken.findings![0]).toMatchObject({ rule: "rollback/not-restored", message: expect.stringContaining("orders_total") as unknown });
    expect((await session.catalog()).tables.map((table) => table.name)).toContain("extra");
    await files.writeText("migrations/002_extra.down.sql", "DROP TABLE extra;\nDROP INDEX orders_total;\n");
    const good = await runCommand(rollback, asked, { "snapshot-or-file": "migrations/002_extra.up.sql" });
    expect(good).toMatchObject({ status: "passed", data: { verified: true, undone: ["002"] } });
    expect(fingerprint(await session.catalog())).toBe(before.print);
    expect((await session.migrations.history.read()).at(-1)).toMatchObject({ version: "002", outcome: "rolledBack" });
    await expect(runCommand(rollback, asked, { "snapshot-or-file": "migrations/002_extra.down.sql" })).rejects.toMatchObject({ reason: "notApplied" });
  });

  test("an older snapshot brings back what each migration since has removed, and the newer values of what stayed", async () => {
    const { session, asked, rows, before, files } = await open(engine, {});
    await runCommand(snapshot, asked, { label: "old" });
    await files.writeText("migrations/002_points.up.sql", "ALTER TABLE customers ADD COLUMN points INTEGER;\nUPDATE customers SET points = 5 WHERE id > 0;\n");
    await files.writeText("migrations/003_note.up.sql", "ALTER TABLE orders DROP COLUMN note;\n");
    await files.writeText("migrations/004_points.up.sql", "ALTER TABLE customers DROP COLUMN points;\n");
    await files.writeText("migrations/005_total.up.sql", "UPDATE orders SET total = 0;\n");
    expect(await runCommand(applyMigration, asked, { path: "migrations" })).toMatchObject({ status: "passed" });
    const back = await runCommand(rollback, asked, { "snapshot-or-file": "old" });
    expect(back).toMatchObject({ status: "passed", data: { undone: ["002", "003", "004", "005"], fingerprint: before.print } });
    expect(await rows()).toEqual(before.rows);
    expect(await session.integrity()).toEqual([]);
  });

  test("going back, and forth again, keeps the history true", async () => {
    const { session, asked, files } = await open(engine, {});
    await files.writeText("migrations/002_more.up.sql", "CREATE TABLE more (a INTEGER);\n");
    const applied = await runCommand(applyMigration, asked, { path: "migrations" });
    const history = await session.migrations.history.read();
    const back = await runCommand(rollback, asked, { "snapshot-or-file": applied.data?.["snapshot"] as string });
    expect(back.data).toMatchObject({ undone: ["002"], redone: [] });
    const forth = await runCommand(rollback, asked, { "snapshot-or-file": back.data?.["snapshot"] as string });
    expect(forth.data).toMatchObject({ undone: [], redone: ["002"] });
    expect(await session.migrations.history.read()).toEqual(history);
    expect(await runCommand(applyMigration, asked, { path: "migrations" })).toMatchObject({ status: "passed", data: { migrations: [] } });
  });

  test("a down script brings the column back, and the snapshot its values", async () => {
    const { asked, rows, before } = await open(engine, {
      "migrations/002_note.up.sql": "ALTER TABLE orders DROP COLUMN note;\n",
      "migrations/002_note.down.sql": "ALTER TABLE orders ADD COLUMN note TEXT;\n",
    });
    expect(await runCommand(applyMigration, asked, { path: "migrations" })).toMatchObject({ status: "passed" });
    const back = await runCommand(rollback, asked, { "snapshot-or-file": "migrations/002_note.down.sql" });
    expect(back).toMatchObject({ status: "passed", data: { verified: true, rowsRestored: { [name("orders")]: 3 } } });
    expect(await rows()).toEqual(before.rows);
  });

  test("bad references are named: unknown, no down script, changed, torn, other engine", async () => {
    const { files, asked } = await open(engine, {});
    const back = (reference: string) => runCommand(rollback, asked, { "snapshot-or-file": reference });
    await expect(back("nothing")).rejects.toMatchObject({ kind: "snapshot", reason: "unknown" });
    await expect(back("migrations/009.down.sql")).rejects.toMatchObject({ reason: "missing" });
    await expect(back("migrations/001_orders.up.sql")).rejects.toMatchObject({ reason: "noDownScript", next: expect.stringContaining("before-001") as unknown });
    const taken = await runCommand(snapshot, asked, { label: "one" });
    const folder = taken.data?.["path"] as string;
    const manifest = await files.readText(`${folder}/manifest.json`);
    await files.writeText(`${folder}/manifest.json`, manifest.replace(`"engine": "${engine.dialect}"`, '"engine": "mongodb"'));
    await expect(back("one")).rejects.toMatchObject({ reason: "otherEngine" });
    await writeFile(files.absolute(`${folder}/catalog.json`), "{}");
    await expect(back("one")).rejects.toMatchObject({ reason: "checksum" });
  });
});
