import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { HistoryEntry } from "../../../src/core/migration/migration.ts";
import { open } from "../apply/rig.ts";
import { migrationFiles } from "../apply/scripts.ts";
import { applyAll } from "../apply/workspace.ts";
import { describeDialects, describeStepwise } from "../engines.ts";
import { drive } from "./drive.ts";

describeStepwise("a change of structure that the server refuses", (engine) => {
  const { words } = engine;

  test("is not taken for done because what it would make is there already; what was done before it can be undone, with a snapshot first", async () => {
    const rig = await open(engine, migrationFiles(engine, "001_make", [words.createTable("made", { id: "integer" }), words.createAgain("there"), words.createTable("late", { id: "integer" })]));
    await rig.session.run(words.createTable("there", { id: "integer", note: "text" }));
    await rig.session.run(words.insert("there", [{ id: 1, note: "mine" }]));
    const before = fingerprint(await rig.session.catalog());
    const failed = await applyAll(rig.files, rig.session);
    expect(failed).toMatchObject({ done: 1, error: { kind: "statement", reason: "duplicateObject" } });
    expect(await rig.session.migrations.history.read()).toMatchObject([{ version: "001", outcome: "failed", statementsDone: 1 }]);
    const undone = await applyAll(rig.files, rig.session, { resume: "undo" });
    expect(undone).toMatchObject({ migrations: [{ status: "undone" }], snapshots: [{ manifest: { reason: "beforeRollback", label: "before-undo-of-001" } }] });
    expect(fingerprint(await rig.session.catalog())).toBe(before);
    expect(await rig.rows(words.select("there", ["id", "note"]))).toEqual([[1, "mine"]]);
    expect(await rig.session.migrations.history.read()).toMatchObject([{ version: "001", outcome: "rolledBack" }]);
  });

  test("each statement is on record before the next one starts", async () => {
    const rig = await open(engine, migrationFiles(engine, "001_make", ["first", "second", "third"].map((name) => words.createTable(name, { id: "integer" }))));
    const reader = await rig.another();
    const seen: Promise<readonly HistoryEntry[]>[] = [];
    await applyAll(rig.files, rig.session, {
      onEvent: (_migration, event) => {
        if (event.kind === "starting" && event.statement > 0) seen.push(reader.migrations.history.read());
      },
    });
    const records = await Promise.all(seen);
    expect(records).toHaveLength(2);
    for (const [at, [entry]] of records.entries()) expect(entry?.statementsDone).toBeGreaterThanOrEqual(at + 1);
  });
});

describeDialects("a procedure that was running when the apply was killed", ["mysql", "mariadb"], (engine) => {
  test("is not run again: a scratch database cannot tell whether it was done", async () => {
    const rig = await open(engine, migrationFiles(engine, "001_call", ["CREATE TABLE made (id int)", "CALL count_up()", "CREATE TABLE late (id int)"]));
    await rig.session.run("CREATE TABLE runs (id int AUTO_INCREMENT PRIMARY KEY)");
    await rig.session.run("CREATE PROCEDURE count_up() INSERT INTO runs VALUES ()");
    const end = await drive({ dialect: engine.dialect, url: rig.database.url, cwd: rig.database.cwd, workspace: rig.files.root, killAt: 3 });
    expect(end).toMatchObject({ signal: "SIGKILL" });
    expect(await rig.session.migrations.history.read()).toMatchObject([{ outcome: "running", statementsDone: 1 }]);
    await expect(applyAll(rig.files, rig.session, { resume: "finish" })).rejects.toMatchObject({ kind: "migration", reason: "interrupted" });
    expect(await rig.rows("SELECT count(*) FROM runs")).toEqual([[1]]);
  });
});
