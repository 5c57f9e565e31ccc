import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { snapshotsFolder } from "../../../src/core/snapshot/storeFolder.ts";
import { describeEngines, describeEveryEngine } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { open } from "./rig.ts";
import { migrationFiles } from "./scripts.ts";
import { applyAll } from "./workspace.ts";

function shop(engine: EngineFixture): Record<string, string> {
  const { words } = engine;
  return {
    ...migrationFiles(engine, "001_orders", [words.createTable("orders", { id: "integer", total: "integer" }), words.insert("orders", [{ id: 1, total: 1 }, { id: 2, total: 2 }, { id: 3, total: 3 }])]),
    ...migrationFiles(engine, "002_note", [words.addColumn("orders", "note", "text")]),
  };
}

describeEveryEngine("applying", (engine) => {
  const { words } = engine;

  test("pending migrations are applied in their order, each on record with the schema it left", async () => {
    const { files, session, rows } = await open(engine, shop(engine));
    const end = await applyAll(files, session);
    expect(end.migrations.map((one) => one.status)).toEqual(["applied", "applied"]);
    const first = words.ending === ".json" ? 1 : 0;
    expect(end.migrations[0]!.statements).toMatchObject([{ line: first, status: "passed" }, { line: first + 1, status: "passed", rows: 3 }]);
    const history = await session.migrations.history.read();
    expect(history).toMatchObject([
      { version: "001", name: "orders", outcome: "applied", statementsDone: 2 },
      { version: "002", name: "note", outcome: "applied", statementsDone: 1, fingerprint: fingerprint(await session.catalog()) },
    ]);
    const taken = [...new Set(history.map(({ snapshotId }) => snapshotId))];
    expect((await readdir(files.absolute(snapshotsFolder))).sort()).toEqual(taken.sort());
    if (engine.transactions.undoes === "structure") expect(taken).toHaveLength(1);
    const again = await applyAll(files, session);
    expect(again.migrations.map((one) => one.status)).toEqual(["alreadyApplied", "alreadyApplied"]);
    expect((await rows(words.count("orders")))[0]!.map(Number)).toEqual([3]);
  });
});

describeEngines("applying in one transaction", (engine) => {
  test("a migration that fails at its last statement leaves nothing, says where, and runs again when mended", async () => {
    const { files, session } = await open(engine, { ...shop(engine), "migrations/002_note.up.sql": "CREATE TABLE extra (a INTEGER);\nINSERT INTO extra VALUES (1);\nINSERT INTO missing VALUES (1);\n" });
    const end = await applyAll(files, session);
    expect(end.migrations.map((one) => one.status)).toEqual(["applied", "failed"]);
    expect(end.migrations[1]!.statements).toMatchObject([{ status: "passed" }, { status: "passed" }, { status: "failed", error: { line: 2 } }]);
    expect(end.error).toMatchObject({ kind: "statement", reason: "undefinedObject" });
    expect((await session.catalog()).tables.map((table) => table.name)).toEqual(["orders"]);
    expect((await session.migrations.history.read())[1]).toMatchObject({ version: "002", outcome: "failed", statementsDone: 0 });
    await files.writeText("migrations/002_note.up.sql", "CREATE TABLE extra (a INTEGER);\n");
    expect((await applyAll(files, session)).migrations.map((one) => one.status)).toEqual(["alreadyApplied", "applied"]);
  });
});
