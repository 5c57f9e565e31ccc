import { expect, test } from "vitest";
import type { ExecutionEvent } from "../../../src/core/migration/execute.ts";
import { open, type Rig } from "../apply/rig.ts";
import { applyAll } from "../apply/workspace.ts";
import { describeEngines } from "../engines.ts";

const base = { "migrations/001_base.up.sql": "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);\nINSERT INTO orders VALUES (1, 10);\n" };

/** Another transaction that has written to orders and stays open until `end`. */
async function holdBack(rig: Rig): Promise<() => Promise<void>> {
  const other = await rig.another();
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  let held = (): void => undefined;
  const holding = new Promise<void>((resolve) => (held = resolve));
  const transaction = other.transaction("commit", async () => {
    await other.run("UPDATE orders SET total = total + 1");
    held();
    await until;
  });
  await holding;
  return () => (end(), transaction);
}

describeEngines("a lock that another holds", (engine) => {
  if (engine.dialect === "sqlite") {
    test("is waited for while another writes to the file", { timeout: 120_000 }, async () => {
      const rig = await open(engine, base);
      await applyAll(rig.files, rig.session);
      await rig.files.writeText("migrations/002_more.up.sql", "ALTER TABLE orders ADD COLUMN note TEXT;\n");
      const end = await holdBack(rig);
      const applying = applyAll(rig.files, rig.session);
      setTimeout(() => void end(), 1500);
      expect((await applying).migrations[1]!.status).toBe("applied");
    });
    return;
  }

  test("is tried for again after the lock timeout, and the migration is applied once", { timeout: 120_000 }, async () => {
    const rig = await open(engine, base);
    await applyAll(rig.files, rig.session);
    await rig.files.writeText("migrations/002_more.up.sql", "INSERT INTO orders VALUES (2, 20);\nALTER TABLE orders ADD COLUMN note TEXT;\n");
    await rig.session.run("SET lock_timeout = '200ms'");
    const end = await holdBack(rig);
    const retries: ExecutionEvent[] = [];
    const applied = await applyAll(rig.files, rig.session, {
      onEvent: (_migration, event) => {
        if (event.kind !== "retry") return;
        retries.push(event);
        if (retries.length === 2) void end();
      },
    });
    expect(applied.migrations[1]!.status).toBe("applied");
    expect(retries.length).toBeGreaterThanOrEqual(2);
    expect((await rig.rows("SELECT id, total FROM orders ORDER BY 1")).map((row) => row.map(Number))).toEqual([[1, 11], [2, 20]]);
  });

  test("for too long fails the migration without a trace", { timeout: 120_000 }, async () => {
    const rig = await open(engine, base);
    await applyAll(rig.files, rig.session);
    await rig.files.writeText("migrations/002_more.up.sql", "INSERT INTO orders VALUES (2, 20);\nALTER TABLE orders ADD COLUMN note TEXT;\n");
    await rig.session.run("SET lock_timeout = '50ms'");
    const end = await holdBack(rig);
    const applied = await applyAll(rig.files, rig.session);
    await end();
    expect(applied).toMatchObject({ done: 0, snapshots: [], error: { kind: "statement", reason: "lockTimeout" } });
    expect(applied.migrations[1]).toMatchObject({ status: "failed", statements: [{ status: "passed" }, { status: "failed" }] });
    expect((await rig.rows("SELECT id FROM orders")).map((row) => row.map(Number))).toEqual([[1]]);
    expect((await rig.session.migrations.history.read())[1]).toMatchObject({ outcome: "failed", statementsDone: 0 });
  });
});
