import { expect, test } from "vitest";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { smokeTest } from "../../../src/commands/operations/smokeTest.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { describeEngines } from "../engines.ts";
import { contextFor, runCommand } from "./context.ts";
import { open } from "./rig.ts";

const orders = {
  "migrations/001_orders.up.sql": "CREATE TABLE orders (id INTEGER PRIMARY KEY, total NUMERIC, note TEXT);\nINSERT INTO orders VALUES (1, 1, 'a'), (2, 2, 'b');\n",
  "migrations/001_orders.down.sql": "DROP TABLE orders;\n",
};

describeEngines("apply-migration", (engine) => {
  const name = (object: string) => (engine.dialect === "sqlite" ? object : `public.${object}`);
  test("apply proves, asks, applies, verifies; then there is nothing to do", async () => {
    const { asked } = await open(engine, orders);
    const report = await runCommand(applyMigration, asked, { path: "migrations" });
    expect(report).toMatchObject({ status: "passed", data: { migrations: [{ version: "001", status: "passed", proof: engine.dialect === "sqlite" ? "copy" : "transaction", rollback: { verified: true } }], verified: true } });
    expect(asked.questions).toHaveLength(1);
    expect(asked.questions[0]).toMatchObject({ destroys: [], sql: [expect.stringContaining("CREATE TABLE orders"), expect.stringContaining("INSERT")] });
    expect(await runCommand(applyMigration, asked, { path: "migrations" })).toMatchObject({ status: "passed", data: { migrations: [] } });
    expect(await runCommand(applyMigration, asked, { path: "migrations/001_orders.up.sql" })).toMatchObject({ status: "passed", findings: [{ rule: "apply/already-applied" }] });
    const smoke = await runCommand(smokeTest, asked, { version: "001" });
    expect(smoke.findings).toEqual([]);
    expect(smoke).toMatchObject({ status: "passed" });
  });

  test("a syntax error stops before anything, at its place", async () => {
    const { session, asked } = await open(engine, { ...orders, "migrations/002_bad.up.sql": "CREATE TABLE fine (a INTEGER);\n\nCREATE TABEL wrong (b);\n" });
    const report = await runCommand(applyMigration, asked, { path: "migrations" });
    expect(report).toMatchObject({ status: "failed", findings: [{ rule: "apply/syntax", file: "migrations/002_bad.up.sql", range: { start: { line: 2 } } }] });
    expect(asked.questions).toEqual([]);
    expect((await session.catalog()).tables).toEqual([]);
  });

  test("a failing dry-run refuses; --without-proof applies as far as it goes", async () => {
    const { session, asked } = await open(engine, { ...orders, "migrations/002_bad.up.sql": "INSERT INTO missing VALUES (1);\n" });
    const refused = await runCommand(applyMigration, asked, { path: "migrations" });
    expect(refused.status).toBe("failed");
    expect(refused.summary).toContain("--without-proof");
    expect((await session.catalog()).tables).toEqual([]);
    const forced = await runCommand(applyMigration, asked, { path: "migrations" }, { "without-proof": true });
    expect(forced).toMatchObject({ status: "failed", data: { migrations: [{ status: "passed", proof: "none" }, { status: "failed" }] } });
    expect(forced.findings![0]).toMatchObject({ rule: "apply/failed", range: { start: { line: 0, character: 12 } } });
  });

  test("declining changes nothing; a destruction is asked for by name, with its rows", async () => {
    const { files, session } = await open(engine, { ...orders, "migrations/002_drop.up.sql": "ALTER TABLE orders DROP COLUMN note;\n" });
    await runCommand(applyMigration, contextFor(files, session), { path: "migrations" }, { to: "1" });
    const declining = contextFor(files, session, { declines: true });
    await expect(runCommand(applyMigration, declining, { path: "migrations" })).rejects.toMatchObject({ reason: "declined" });
    expect(declining.questions[0]!.destroys).toMatchObject([{ object: name("orders.note"), how: "dropColumn", rows: 2 }]);
    expect((await session.catalog()).tables[0]!.columns).toHaveLength(3);
  });

  test("a snapshot of a table that does not exist names those that do", async () => {
    const { files, session } = await open(engine, orders);
    await runCommand(applyMigration, contextFor(files, session), { path: "migrations" });
    await expect(runCommand(snapshot, contextFor(files, session), { label: "x" }, { rows: "order" })).rejects.toMatchObject({ kind: "usage", next: `The database has ${name("orders")}.` });
    expect(await runCommand(snapshot, contextFor(files, session), { label: "x" })).toMatchObject({ status: "passed", data: { path: expect.stringContaining(".data-engineer/snapshots/") as unknown } });
  });
});
