import { expect, test } from "vitest";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeStepwise } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { RefusedError } from "../../../src/core/errors.ts";
import { contextFor, runCommand, type Asked } from "./context.ts";
import { open, type Rig } from "./rig.ts";
import { endingOf, migrationFiles, scriptOf } from "./scripts.ts";
import { applyAll } from "./workspace.ts";

const path = { path: "migrations" };

/** 001 applied; 002 makes a table and then meets a row that is taken. */
async function failing(engine: EngineFixture): Promise<Rig> {
  const { words } = engine;
  const rig = await open(engine, migrationFiles(engine, "001_orders", [words.createTable("orders", { id: "integer", note: "text" }), words.insert("orders", [{ id: 1, note: "kept" }])]));
  expect((await applyAll(rig.files, rig.session)).error).toBeUndefined();
  for (const [file, text] of Object.entries(migrationFiles(engine, "002_more", [words.createTable("extra", { id: "integer" }), words.insert("orders", [{ id: 1, note: "taken" }])]))) await rig.files.writeText(file, text);
  return rig;
}

const half = { "without-proof": true } as const;

describeStepwise("a migration that fails in the middle without transactional DDL", (engine) => {
  test("is found by the dry-run, with its place, and nothing is applied", async () => {
    const { session, asked } = await failing(engine);
    const before = fingerprint(await session.catalog());
    const report = await runCommand(applyMigration, asked, path);
    expect(report).toMatchObject({ status: "failed", findings: expect.arrayContaining([expect.objectContaining({ rule: "dry-run/statement-failed" })]) as unknown });
    expect(asked.questions).toEqual([]);
    expect(fingerprint(await session.catalog())).toBe(before);
  });

  test("leaves what was done on record, tells the ways that were tried, and is undone where the person agrees", async () => {
    const { session, asked, rows } = await failing(engine);
    const before = fingerprint(await session.catalog());
    const report = await runCommand(applyMigration, asked, path, half);
    expect(report.status).toBe("failed");
    expect(asked.questions).toHaveLength(2);
    expect(asked.questions[0]!.choice).toBeUndefined();
    expect(asked.questions[1]!.choice).toContain("--resume finish, undo or leave");
    expect(asked.questions[1]!.detail).toMatch(/Finish \(--resume finish\).*fails.*\n.*Undo \(--resume undo\).*tried on a scratch database/s);
    expect(report.findings).toContainEqual(expect.objectContaining({ rule: "apply/undone" }));
    expect(fingerprint(await session.catalog())).toBe(before);
    expect(await rows(engine.words.selectAll("orders"))).toEqual([[1, "kept"]]);
    expect((await session.migrations.history.read())[1]).toMatchObject({ version: "002", outcome: "rolledBack" });
  });

  test("stands where the person declines, and is finished once what was in its way is gone", async () => {
    const rig = await failing(engine);
    const { session, files } = rig;
    const report = await runCommand(applyMigration, onlyFirst(contextFor(files, session)), path, half);
    expect(report.findings).toEqual(expect.arrayContaining(["apply/stands", "apply/finish", "apply/undo", "apply/leave"].map((rule) => expect.objectContaining({ rule }) as unknown)));
    expect((await session.catalog()).tables.map((table) => table.name).sort()).toEqual(["extra", "orders"]);
    expect((await session.migrations.history.read())[1]).toMatchObject({ version: "002", outcome: "failed", statementsDone: 1 });

    const left = await runCommand(applyMigration, rig.asked, path, { resume: "leave" });
    expect(left).toMatchObject({ status: "failed", summary: expect.stringContaining("left as it stands") as unknown });
    const closed = await runCommand(applyMigration, rig.asked, path, { resume: "finish" });
    expect(closed).toMatchObject({ status: "failed", summary: expect.stringContaining("cannot be finished as it stands") as unknown });

    await session.run(engine.words.remove("orders", 1));
    const finished = await runCommand(applyMigration, rig.asked, path, { resume: "finish" });
    expect(finished.status).toBe("passed");
    expect(await rig.rows(engine.words.selectAll("orders"))).toEqual([[1, "taken"]]);
    expect((await session.migrations.history.read())[1]).toMatchObject({ version: "002", outcome: "applied", statementsDone: 2 });
  });

  test("is finished with a script that was mended behind what was done, and refused where that itself was changed", async () => {
    const rig = await failing(engine);
    const { files, session } = rig;
    const { words } = engine;
    const rewrite = async (statements: readonly string[]): Promise<void> => {
      for (const [file, text] of Object.entries(migrationFiles(engine, "002_more", statements))) await files.writeText(file, text);
    };
    const started = await runCommand(applyMigration, onlyFirst(contextFor(files, session)), path, half);
    expect(started.status).toBe("failed");
    expect((await session.migrations.history.read())[1]).toMatchObject({ version: "002", outcome: "failed", statementsDone: 1 });

    await rewrite([words.createTable("other", { id: "integer" }), words.insert("orders", [{ id: 2, note: "free" }])]);
    expect(await runCommand(applyMigration, rig.asked, path, { resume: "finish" })).toMatchObject({ status: "failed" });
    expect(await rig.rows(words.selectAll("orders"))).toEqual([[1, "kept"]]);

    await rewrite([words.createTable("extra", { id: "integer" }), words.insert("orders", [{ id: 2, note: "free" }])]);
    expect(await runCommand(applyMigration, rig.asked, path, { resume: "finish" })).toMatchObject({ status: "passed" });
    expect(await rig.rows(words.selectAll("orders"))).toEqual([[1, "kept"], [2, "free"]]);
    expect((await runCommand(applyMigration, rig.asked, path)).findings ?? []).not.toContainEqual(expect.objectContaining({ severity: "error" }));
  });
});

/** Agrees to the first question and declines the others. */
function onlyFirst(asked: Asked): Asked {
  const confirm = asked.context.confirm.bind(asked.context);
  let count = 0;
  return { ...asked, context: { ...asked.context, confirm: (request) => ((count += 1) > 1 ? Promise.reject(new RefusedError("declined", "No.")) : confirm(request)) } };
}

describeStepwise("rolling back without transactional DDL", (engine) => {
  test("a migration that lost rows is undone from its snapshot, tried on a scratch database first, and can be done again", async () => {
    const { words } = engine;
    const rig = await open(engine, migrationFiles(engine, "001_orders", [words.createTable("orders", { id: "integer", note: "text" }), words.insert("orders", [{ id: 1, note: "a" }, { id: 2, note: "b" }])]));
    expect((await applyAll(rig.files, rig.session)).error).toBeUndefined();
    const before = fingerprint(await rig.session.catalog());
    const held = await rig.rows(words.selectAll("orders"));
    for (const [file, text] of Object.entries(migrationFiles(engine, "002_gone", [words.dropTable("orders"), words.createTable("fresh", { id: "integer" })]))) await rig.files.writeText(file, text);
    const applied = await runCommand(applyMigration, rig.asked, path);
    expect(applied.status).toBe("passed");
    expect(applied.data?.["rowsKept"]).toEqual({ orders: 2 });
    const report = await runCommand(rollback, rig.asked, { "snapshot-or-file": String(applied.data?.["snapshot"]) });
    expect(report).toMatchObject({ status: "passed", data: { verified: true } });
    expect(rig.asked.questions.at(-1)!.detail).toContain("tried just now on a scratch database");
    expect(fingerprint(await rig.session.catalog())).toBe(before);
    expect(await rig.rows(words.selectAll("orders"))).toEqual(held);
    expect((await runCommand(applyMigration, rig.asked, path)).status).toBe("passed");
  });

  test("a down script that restores is verified, one that does not is told before anything runs", async () => {
    const { words } = engine;
    const rig = await open(engine, migrationFiles(engine, "001_orders", [words.createTable("orders", { id: "integer" })], [words.dropTable("orders")]));
    const file = `migrations/001_orders.down${endingOf(engine)}`;
    expect((await runCommand(applyMigration, rig.asked, path)).status).toBe("passed");
    await rig.files.writeText(file, scriptOf(engine, [words.insert("orders", [{ id: 7 }])]));
    expect(await runCommand(rollback, rig.asked, { "snapshot-or-file": file })).toMatchObject({ status: "failed", findings: expect.arrayContaining([expect.objectContaining({ rule: "rollback/not-restored" })]) as unknown });
    await rig.files.writeText(file, scriptOf(engine, [words.dropTable("orders")]));
    expect(await runCommand(rollback, rig.asked, { "snapshot-or-file": file })).toMatchObject({ status: "passed", data: { verified: true } });
    expect((await rig.session.catalog()).tables).toEqual([]);
  });
});
