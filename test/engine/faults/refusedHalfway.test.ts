import { expect, test } from "vitest";
import { isDataEngineerError } from "../../../src/core/errors.ts";
import { open, type Rig } from "../apply/rig.ts";
import { applyAll, openSession } from "../apply/workspace.ts";
import { describeDialects } from "../engines.ts";

/** Applies what fails, then again without a decision; gives what the history says. */
async function applyTwice({ files, session }: Rig): Promise<unknown> {
  const { error } = await applyAll(files, session);
  expect(isDataEngineerError(error) && error.kind).toBe("statement");
  await expect(applyAll(files, session)).rejects.toMatchObject({ kind: "migration", reason: "interrupted" });
  return session.migrations.history.read();
}

const inTheMiddle = [{ version: expect.any(String) as unknown, outcome: "running", statementsDone: 0 }];

describeDialects("a procedure that fails in its middle", ["mysql", "mariadb"], (engine) => {
  test("is not run a second time before a person has decided", async () => {
    const rig = await open(engine, { "migrations/001_fill.up.sql": "CALL fill();\n" });
    await rig.session.run("CREATE TABLE kept (id int)");
    await rig.session.run("CREATE PROCEDURE fill() BEGIN INSERT INTO kept VALUES (1); SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'stop'; END");
    expect(await applyTwice(rig)).toMatchObject(inTheMiddle);
    expect(await rig.rows("SELECT id FROM kept")).toEqual([[1]]);
  });
});

describeDialects("a change of structure that is refused as a whole", ["mysql", "mariadb"], (engine) => {
  test("leaves nothing, and runs again once it is mended", async () => {
    const rig = await open(engine, { "migrations/001_parts.up.sql": "ALTER TABLE kept DROP PARTITION nowhere;\n" });
    await rig.session.run("CREATE TABLE kept (id int) PARTITION BY RANGE (id) (PARTITION low VALUES LESS THAN (10), PARTITION high VALUES LESS THAN (20))");
    const { error } = await applyAll(rig.files, rig.session);
    expect(isDataEngineerError(error) && error.kind).toBe("statement");
    expect(await rig.session.migrations.history.read()).toMatchObject([{ outcome: "failed", statementsDone: 0 }]);
    await rig.files.writeText("migrations/001_parts.up.sql", "ALTER TABLE kept DROP PARTITION high;\n");
    expect((await applyAll(rig.files, rig.session)).error).toBeUndefined();
  });
});

describeDialects("a module that throws in its middle", ["mongodb"], (engine) => {
  test("is not run a second time before a person has decided", async () => {
    const rig = await open(engine, { "migrations/20260101000000-fill.js": 'module.exports = { async up(db) { await db.collection("kept").insertOne({ n: 1 }); throw new Error("stop"); }, async down() {} };\n' });
    const session = await openSession(rig.session.engine, rig.database.url, rig.files.root);
    expect(await applyTwice({ ...rig, session })).toMatchObject(inTheMiddle);
    await session.close();
    expect(await rig.rows('{"find": "kept", "filter": {}, "projection": {"_id": 0, "n": 1}}')).toEqual([[1]]);
  });
});
