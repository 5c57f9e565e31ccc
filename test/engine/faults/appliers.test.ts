import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { applyMigrations, type ToApply } from "../../../src/core/migration/apply.ts";
import { checksumOf } from "../../../src/core/migration/checksum.ts";
import { planRun } from "../../../src/core/migration/runnable.ts";
import type { Engine, Session } from "../../../src/engines/engine.ts";
import { open, type Rig } from "../apply/rig.ts";
import { never } from "../apply/workspace.ts";
import { describeEngines } from "../engines.ts";

function migration(engine: Engine, version: string, text: string): ToApply {
  const up = { file: `migrations/${version}.sql`, start: 0, end: text.length, noTransaction: false };
  return { migration: { version, name: "race", up, down: null, repeatable: false, checksum: checksumOf(text) }, up: planRun(engine, { file: up.file, fileText: text, text, start: 0, end: text.length }, false) };
}

function apply(rig: Rig, session: Session, one: ToApply, lockWaitMs = 60_000) {
  return applyMigrations({ files: rig.files, connection: session, migrations: [one], resume: null, lockWaitMs, now: () => new Date(), signal: never, onEvent: () => undefined });
}

describeEngines("two appliers", (engine) => {
  test("at once, 100 times: exactly one applies each", { timeout: 300_000 }, async () => {
    const rig = await open(engine, {});
    const sessions = [rig.session, await rig.another()] as const;
    await rig.session.run("CREATE TABLE runs (version TEXT)");
    for (let round = 1; round <= 100; round += 1) {
      const version = String(round).padStart(3, "0");
      const one = migration(rig.session.engine, version, `INSERT INTO runs VALUES ('${version}');`);
      const ends = await Promise.all(sessions.map((session) => apply(rig, session, one)));
      expect(ends.map((end) => end.migrations[0]!.status).sort(), version).toEqual(["alreadyApplied", "applied"]);
    }
    expect((await rig.rows("SELECT count(*), count(DISTINCT version) FROM runs"))[0]!.map(Number)).toEqual([100, 100]);
    expect((await rig.session.migrations.history.read()).filter((entry) => entry.outcome === "applied")).toHaveLength(100);
  });

  test("the second is told who holds the lock, and has it as soon as the first is gone", async () => {
    const rig = await open(engine, {});
    const second = await rig.another();
    const lock = await rig.session.lockApplier(1000, never);
    const one = migration(second.engine, "001", "CREATE TABLE late (a INTEGER);");
    await expect(apply(rig, second, one, 50)).rejects.toMatchObject({ kind: "migration", reason: "locked", message: expect.stringContaining("Another apply is at work") as unknown });
    if (engine.dialect === "postgresql") await expect(apply(rig, second, one, 50)).rejects.toMatchObject({ message: expect.stringMatching(/process \d+/) as unknown });
    const waiting = apply(rig, second, one);
    await sleep(300);
    expect(await second.migrations.history.read()).toEqual([]);
    await lock!.release();
    expect((await waiting).migrations[0]!.status).toBe("applied");
  });

  test("a connection that is cut in the middle leaves nothing, and the next run applies", async () => {
    const rig = await open(engine, {});
    const victim = await rig.another();
    const endless = engine.dialect === "sqlite" ? "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO half SELECT count(*) FROM n;" : "SELECT pg_sleep(600);";
    const one = migration(victim.engine, "001", `CREATE TABLE half (a INTEGER);\n${endless}\n`);
    const pid = engine.dialect === "postgresql" ? Number((await victim.run("SELECT pg_backend_pid()")).rows[0]![0]) : 0;
    let running = (): void => undefined;
    const reached = new Promise<void>((resolve) => (running = resolve));
    const applying = applyMigrations({
      files: rig.files, connection: victim, migrations: [one], resume: null, lockWaitMs: 1000, now: () => new Date(), signal: never,
      onEvent: (_migration, event) => {
        if (event.kind === "starting" && event.statement === 1) setTimeout(running, 200);
      },
    });
    await reached;
    if (engine.dialect === "postgresql") await rig.session.run(`SELECT pg_terminate_backend(${pid})`);
    else await victim.cancel();
    const end = await applying.catch((error: unknown) => ({ error, migrations: [] }));
    expect(end.error).toMatchObject({ kind: engine.dialect === "postgresql" ? "connection" : "cancelled" });
    expect((await rig.session.catalog()).tables).toEqual([]);
    const mended = migration(victim.engine, "001", "CREATE TABLE half (a INTEGER);\n");
    const next = await rig.another();
    expect((await apply(rig, next, mended)).migrations[0]!.status).toBe("applied");
    expect(await next.migrations.history.read()).toMatchObject([{ version: "001", outcome: "applied", statementsDone: 1 }]);
  });
});
