import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { applyMigrations, type ApplyEnd } from "../../../src/core/migration/apply.ts";
import { isDataEngineerError } from "../../../src/core/errors.ts";
import { open } from "../apply/rig.ts";
import { inMemory } from "../apply/scripts.ts";
import { never } from "../apply/workspace.ts";
import { describeStepwise } from "../engines.ts";

describeStepwise("an applier whose connection is cut without transactional DDL", (engine) => {
  test("leaves on record what was done, and the next run goes on behind it", { timeout: 240_000 }, async () => {
    const { words } = engine;
    const rig = await open(engine, {});
    const line = await engine.line(rig.database);
    const victim = await rig.session.engine.connect({ url: line.url, cwd: rig.database.cwd, readOnly: false, timeouts: { connect: 10_000, lock: 5000, statement: 0, idleInTransaction: 0 }, signal: never });
    const one = inMemory(engine, victim.engine, "001", [words.createTable("first", { id: "integer" }), words.insert("first", [{ id: 1 }]), words.createTable("second", { id: "integer" }), words.insert("second", [{ id: 2 }])]);
    const request = { files: rig.files, migrations: [one], now: () => new Date(), signal: never, lockWaitMs: 90_000 };
    const knife = await line.knife(victim);
    let cut: Promise<void> | undefined;
    const end = await applyMigrations({
      ...request, connection: victim, resume: null,
      onEvent: (_migration, event) => {
        if (event.kind === "recorded" && event.statement === 1) cut = knife();
      },
    }).catch((error: unknown) => ({ error }) as ApplyEnd);
    await cut;
    expect(isDataEngineerError(end.error) && end.error.kind).toBe("connection");
    await victim.close();
    await line.close();
    expect(await rig.session.migrations.history.read()).toMatchObject([{ version: "001", outcome: "running", statementsDone: 2 }]);
    let again = await applyMigrations({ ...request, connection: rig.session, resume: "finish", onEvent: () => undefined });
    for (let left = 40; left > 0 && isDataEngineerError(again.error) && again.error.reason === "lockTimeout"; left -= 1) {
      await sleep(2000);
      again = await applyMigrations({ ...request, connection: rig.session, resume: "finish", onEvent: () => undefined });
    }
    expect(again.error).toBeUndefined();
    expect(await rig.rows(words.select("first", ["id"]))).toEqual([[1]]);
    expect(await rig.rows(words.select("second", ["id"]))).toEqual([[2]]);
    expect(await rig.session.migrations.history.read()).toMatchObject([{ version: "001", outcome: "applied", statementsDone: 4 }]);
  });
});
