import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { open } from "../apply/rig.ts";
import { migrationFiles } from "../apply/scripts.ts";
import { applyAll } from "../apply/workspace.ts";
import { describeStepwise } from "../engines.ts";

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
});
