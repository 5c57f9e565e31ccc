import { expect, test } from "vitest";
import { runSql } from "../../../src/commands/data/runSql.ts";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import type { Confirmation } from "../../../src/commands/context.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { open, type Rig } from "../apply/rig.ts";
import { engines } from "../engines.ts";

const mariadb = engines.filter(({ dialect }) => dialect === "mariadb");
test("a MariaDB server is named by the environment", () => expect(mariadb).toHaveLength(1));

const history = /items is system-versioned: a snapshot keeps its rows as they are now, and none of its history/;

async function seeded(files: Readonly<Record<string, string>>): Promise<Rig> {
  const rig = await open(mariadb[0]!, files);
  for (const sql of ["CREATE TABLE items (id int PRIMARY KEY, v int) WITH SYSTEM VERSIONING", "CREATE TABLE plain (id int PRIMARY KEY, v int)", "INSERT INTO items VALUES (1, 1)", "UPDATE items SET v = 2"]) await rig.session.run(sql);
  return rig;
}

/** What a person who declines was asked. */
async function asked(rig: Rig, ask: (asked: ReturnType<typeof contextFor>) => Promise<unknown>): Promise<Confirmation> {
  const declining = contextFor(rig.files, rig.session, { declines: true });
  await expect(ask(declining)).rejects.toMatchObject({ kind: "refused" });
  return declining.questions.at(-1)!;
}

test.each(["DROP TABLE items", "ALTER TABLE items DROP SYSTEM VERSIONING", "DELETE HISTORY FROM items", "SET system_versioning_alter_history = 1;\nALTER TABLE items DROP COLUMN v"])("before %s the question says that the history is not kept", async (sql) => {
  const rig = await seeded({ "migrations/001_less.up.sql": `${sql};\n` });
  const apply = await asked(rig, (one) => runCommand(applyMigration, one, { path: "migrations" }, { "without-proof": true }));
  expect(apply.detail).toMatch(history);
  expect(apply.destroys.length).toBeGreaterThan(0);
  const run = await asked(rig, (one) => runCommand(runSql, one, { "file-or-inline": sql.split("\n").at(-1)! }));
  expect(run.detail).toMatch(history);
});

test("a rollback that drops such a table says so, and other losses do not", async () => {
  const rig = await seeded({ "migrations/001_less.up.sql": "DROP TABLE plain;\n" });
  const apply = await asked(rig, (one) => runCommand(applyMigration, one, { path: "migrations" }, { "without-proof": true }));
  expect(apply.detail).not.toContain("system-versioned");
  await rig.session.run("DROP TABLE items");
  await runCommand(snapshot, rig.asked, { label: "bare" });
  await rig.session.run("CREATE TABLE items (id int PRIMARY KEY) WITH SYSTEM VERSIONING");
  expect((await asked(rig, (one) => runCommand(rollback, one, { "snapshot-or-file": "bare" }))).detail).toMatch(history);
});
