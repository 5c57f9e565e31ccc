import { expect, test } from "vitest";
import type { ExecutionEvent } from "../../../src/core/migration/execute.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { open, type Rig } from "../apply/rig.ts";
import { migrationFiles } from "../apply/scripts.ts";
import { applyAll } from "../apply/workspace.ts";
import { describeEveryEngine } from "../engines.ts";

interface Held {
  readonly rig: Rig;
  /** A session that waits for a lock no longer than a second. */
  readonly hasty: Session;
  /** Ends the transaction that has written to orders. */
  end(): Promise<void>;
}

describeEveryEngine("a lock that another holds", (engine) => {
  const { words } = engine;
  const base = migrationFiles(engine, "001_base", [words.createTable("orders", { id: "integer", total: "integer" }), words.insert("orders", [{ id: 1, total: 10 }])]);
  const more = migrationFiles(engine, "002_more", [words.insert("orders", [{ id: 2, total: 20 }]), words.addColumn("orders", "note", "text")]);

  /** The first migration applied, the second waiting, and a row of the first one's table written by a transaction that stays open. */
  async function held(): Promise<Held> {
    const rig = await open(engine, base);
    expect((await applyAll(rig.files, rig.session)).migrations).toMatchObject([{ status: "applied" }]);
    for (const [file, text] of Object.entries(more)) await rig.files.writeText(file, text);
    const [other, hasty] = [await rig.another(), await rig.another({ lock: 1000 })];
    let [letGo, tell] = [(): void => undefined, (): void => undefined];
    const until = new Promise<void>((resolve) => (letGo = resolve));
    const written = new Promise<void>((resolve) => (tell = resolve));
    const transaction = other.transaction("commit", async () => {
      await other.run(words.update("orders", { total: 11 }, 1));
      tell();
      await until;
    });
    await written;
    return { rig, hasty, end: () => (letGo(), transaction) };
  }

  const applied = async (rig: Rig): Promise<void> => {
    expect((await rig.rows(words.select("orders", ["id", "total", "note"]))).map((row) => [Number(row[0]), Number(row[1]), row[2]])).toEqual([[1, 11, null], [2, 20, null]]);
    expect(await rig.session.migrations.history.read()).toMatchObject([{ outcome: "applied" }, { outcome: "applied", statementsDone: 2 }]);
  };

  test("is waited for", { timeout: 120_000 }, async () => {
    const { rig, end } = await held();
    const applying = applyAll(rig.files, rig.session);
    setTimeout(() => void end(), 1500);
    expect((await applying).migrations[1]!.status).toBe("applied");
    await applied(rig);
  });

  // SQLite gives its file to one writer at a time, so that only the wait before the first statement can be too long.
  if (!engine.concurrent) return;

  test("is tried for again after the lock timeout, and the migration is applied once", { timeout: 120_000 }, async () => {
    const { rig, hasty, end } = await held();
    const retries: ExecutionEvent[] = [];
    const done = await applyAll(rig.files, hasty, {
      onEvent: (_migration, event) => {
        if (event.kind !== "retry") return;
        retries.push(event);
        if (retries.length === 2) void end();
      },
    });
    expect(done.migrations[1]).toMatchObject({ status: "applied" });
    expect(retries.length).toBeGreaterThanOrEqual(2);
    await applied(rig);
  });

  test("for too long fails the migration; on record is what was done, and the next run does the rest", { timeout: 120_000 }, async () => {
    const { rig, hasty, end } = await held();
    const failed = await applyAll(rig.files, hasty);
    await end();
    const stays = engine.dialect === "mysql" || engine.dialect === "mariadb" ? 1 : 0;
    expect(failed).toMatchObject({ done: stays, error: { kind: "statement", reason: "lockTimeout" }, migrations: [{}, { status: "failed", statements: [{ status: "passed" }, { status: "failed" }] }] });
    expect(await rig.rows(words.select("orders", ["id"]))).toHaveLength(1 + stays);
    expect((await rig.session.migrations.history.read())[1]).toMatchObject({ outcome: "failed", statementsDone: stays });
    expect((await applyAll(rig.files, rig.session, { resume: stays === 0 ? null : "finish" })).migrations[1]!.status).toBe("applied");
    await applied(rig);
  });
});
