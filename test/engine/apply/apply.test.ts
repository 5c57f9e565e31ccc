import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { snapshotsFolder } from "../../../src/core/snapshot/storeFolder.ts";
import { describeEngines } from "../engines.ts";
import { open } from "./rig.ts";
import { applyAll } from "./workspace.ts";

const shop = {
  "migrations/001_orders.up.sql": "CREATE TABLE orders (id INTEGER PRIMARY KEY, total NUMERIC);\nINSERT INTO orders VALUES (1, 1), (2, 2), (3, 3);\n",
  "migrations/002_index.up.sql": "CREATE INDEX orders_total ON orders (total);\n",
};

describeEngines("applying", (engine) => {
  test("pending migrations are applied in their order, each on record with the schema it left", async () => {
    const { files, session } = await open(engine, shop);
    const end = await applyAll(files, session);
    expect(end.migrations.map((one) => one.status)).toEqual(["applied", "applied"]);
    expect(end.migrations[0]!.statements).toMatchObject([{ line: 0, status: "passed" }, { line: 1, status: "passed", rows: 3 }]);
    const history = await session.migrations.history.read();
    expect(history).toMatchObject([
      { version: "001", name: "orders", outcome: "applied", statementsDone: 2 },
      { version: "002", name: "index", outcome: "applied", statementsDone: 1, fingerprint: fingerprint(await session.catalog()) },
    ]);
    expect(await readdir(files.absolute(snapshotsFolder))).toEqual([history[0]!.snapshotId]);
    const again = await applyAll(files, session);
    expect(again.migrations.map((one) => one.status)).toEqual(["alreadyApplied", "alreadyApplied"]);
    expect((await session.run("SELECT count(*) FROM orders")).rows[0]!.map(Number)).toEqual([3]);
  });

  test("a migration that fails at its last statement leaves nothing, says where, and runs again when mended", async () => {
    const { files, session } = await open(engine, { ...shop, "migrations/002_index.up.sql": "CREATE TABLE extra (a INTEGER);\nINSERT INTO extra VALUES (1);\nINSERT INTO missing VALUES (1);\n" });
    const end = await applyAll(files, session);
    expect(end.migrations.map((one) => one.status)).toEqual(["applied", "failed"]);
    expect(end.migrations[1]!.statements).toMatchObject([{ status: "passed" }, { status: "passed" }, { status: "failed", error: { line: 2 } }]);
    expect(end.error).toMatchObject({ kind: "statement", reason: "undefinedObject" });
    expect((await session.catalog()).tables.map((table) => table.name)).toEqual(["orders"]);
    expect((await session.migrations.history.read())[1]).toMatchObject({ version: "002", outcome: "failed", statementsDone: 0 });
    await files.writeText("migrations/002_index.up.sql", "CREATE TABLE extra (a INTEGER);\n");
    expect((await applyAll(files, session)).migrations.map((one) => one.status)).toEqual(["alreadyApplied", "applied"]);
  });
});
