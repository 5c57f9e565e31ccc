import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { applyMigrations, type ToApply } from "../../../src/core/migration/apply.ts";
import { snapshotsFolder } from "../../../src/core/snapshot/storeFolder.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { open, type Rig } from "../apply/rig.ts";
import { inMemory } from "../apply/scripts.ts";
import { never, openSession } from "../apply/workspace.ts";
import { describeEveryEngine } from "../engines.ts";
import { ids } from "../fixture/harness.ts";

function apply(rig: Rig, session: Session, one: ToApply, lockWaitMs = 60_000) {
  return applyMigrations({ files: rig.files, connection: session, migrations: [one], resume: null, lockWaitMs, now: () => new Date(), signal: never, onEvent: () => undefined });
}

describeEveryEngine("two appliers", (engine) => {
  const { words } = engine;

  test("at once, 100 times: exactly one applies each", { timeout: 600_000 }, async () => {
    const rig = await open(engine, {});
    const sessions = [rig.session, await rig.another()] as const;
    await rig.session.run(words.createTable("runs", { id: "integer" }));
    for (let round = 1; round <= 100; round += 1) {
      const version = String(round).padStart(3, "0");
      const one = inMemory(engine, rig.session.engine, version, [words.insert("runs", [{ id: round }])]);
      const ends = await Promise.all(sessions.map((session) => apply(rig, session, one)));
      expect(ends.map((end) => end.migrations[0]!.status).sort(), version).toEqual(["alreadyApplied", "applied"]);
    }
    expect(await ids(rig.session, words, "runs")).toEqual(Array.from({ length: 100 }, (_, at) => String(at + 1)));
    expect((await rig.session.migrations.history.read()).filter((entry) => entry.outcome === "applied")).toHaveLength(100);
  });

  test("the second is told who holds the lock, and has it as soon as the first is gone", async () => {
    const rig = await open(engine, {});
    const second = await rig.another();
    const lock = await rig.session.lockApplier(1000, never);
    const one = inMemory(engine, second.engine, "001", [words.createTable("late", { a: "integer" })]);
    await expect(apply(rig, second, one, 50)).rejects.toMatchObject({ kind: "migration", reason: "locked", message: expect.stringContaining("Another apply is at work") as unknown });
    const holder = await second.applierHolder();
    if (holder !== null) await expect(apply(rig, second, one, 50)).rejects.toMatchObject({ message: expect.stringMatching(/process \d+|connection \d+|since/) as unknown });
    expect(holder === null).toBe(engine.dialect === "sqlite");
    const waiting = apply(rig, second, one);
    await sleep(300);
    expect(await second.migrations.history.read()).toEqual([]);
    await lock!.release();
    expect((await waiting).migrations[0]!.status).toBe("applied");
  });

  test("a connection that is cut in the middle leaves nothing, and the next run applies", { timeout: 180_000 }, async () => {
    const rig = await open(engine, {});
    const line = await engine.line(rig.database);
    onTestFinished(() => line.close());
    const victim = await openSession(await loadEngine(engine.dialect), line.url, rig.database.cwd);
    onTestFinished(() => victim.close());
    const structural = rig.session.migrations.undoes === "structure";
    const create = words.createTable("half", { id: "integer" });
    if (!structural) await rig.session.run(create);
    const begin = structural ? create : words.insert("half", [{ id: 1 }]);
    const knife = await line.knife(victim);
    let running = (): void => undefined;
    const reached = new Promise<void>((resolve) => (running = resolve));
    const applying = applyMigrations({
      files: rig.files, connection: victim, migrations: [inMemory(engine, victim.engine, "001", [begin, words.endless])], resume: null, lockWaitMs: 1000, now: () => new Date(), signal: never,
      onEvent: (_migration, event) => {
        if (event.kind === "starting" && event.statement === 1) setTimeout(running, 300);
      },
    });
    await reached;
    await knife();
    const end = await applying.catch((error: unknown) => ({ error, migrations: [] }));
    expect(end.error).toMatchObject({ kind: "connection", reason: "lost" });
    // Nobody knows yet whether the server had committed: the snapshot before it stays.
    expect(await readdir(rig.files.absolute(snapshotsFolder))).toEqual([expect.stringContaining("before-001")]);
    const next = await rig.another();
    if (structural) expect((await next.catalog()).tables).toEqual([]);
    else expect(await ids(next, words, "half")).toEqual([]);
    expect((await apply(rig, next, inMemory(engine, next.engine, "001", [begin]))).migrations[0]!.status).toBe("applied");
    expect(await next.migrations.history.read()).toMatchObject([{ version: "001", outcome: "applied", statementsDone: 1 }]);
    expect(await ids(next, words, "half")).toEqual(structural ? [] : ["1"]);
  });
});
