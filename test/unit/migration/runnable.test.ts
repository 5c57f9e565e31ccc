import { beforeAll, expect, test } from "vitest";
import type { MigrationText } from "../../../src/core/migration/readText.ts";
import { planRun } from "../../../src/core/migration/runnable.ts";
import type { RunPlan } from "../../../src/core/migration/plan.ts";
import { changedSettings } from "../../../src/engines/postgresql/settings.ts";
import type { Engine } from "../../../src/engines/engine.ts";
import { loadEngine } from "../../../src/engines/load.ts";

let postgresql: Engine;
let sqlite: Engine;
beforeAll(async () => {
  postgresql = await loadEngine("postgresql");
  sqlite = await loadEngine("sqlite");
}, 60_000);

function source(text: string, from = "", after = ""): MigrationText {
  return { file: "m.sql", fileText: from + text + after, text, start: from.length, end: from.length + text.length };
}

/** "t: a | b" for a transactional step, "o: a" for a statement outside. */
function steps(plan: RunPlan): string[] {
  return plan.steps.map((step) => `${step.transactional ? "t" : "o"}: ${step.statements.map((one) => one.sql.replace(/\s+/g, " ")).join(" | ")}`);
}

test("a script's own transaction is left out and said", () => {
  const plan = planRun(postgresql, source("BEGIN;\nSELECT 1;\nCOMMIT;\nSTART TRANSACTION;\nSELECT 2;\nEND;\n"), false);
  expect(steps(plan)).toEqual(["t: SELECT 1 | SELECT 2"]);
  expect(plan.asides.map((aside) => [aside.reason, aside.range.start.line])).toEqual([["ownTransaction", 0], ["ownTransaction", 2], ["ownTransaction", 3], ["ownTransaction", 5]]);
  expect(plan.refusals).toEqual([]);
});

test("what must not run at all is refused with its place", () => {
  const plan = planRun(postgresql, source("SELECT 1;\nROLLBACK;\nPREPARE TRANSACTION 'x';\n\\connect other\n\\echo hello\n\\i more.sql\nSAVEPOINT a;\nROLLBACK TO a;\nROLLBACK WORK TO SAVEPOINT a;\n"), false);
  expect(plan.refusals.map((one) => [one.reason, one.range.start.line])).toEqual([["rollback", 1], ["twoPhase", 2], ["psqlCommand", 3], ["psqlCommand", 5]]);
  expect(plan.asides.map((one) => [one.reason, one.range.start.line])).toEqual([["psqlCommand", 4]]);
  expect(steps(plan)).toEqual(["t: SELECT 1 | SAVEPOINT a | ROLLBACK TO a | ROLLBACK WORK TO SAVEPOINT a"]);
});

test("statements that no transaction can hold stand alone", () => {
  const plan = planRun(postgresql, source("CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\nVACUUM a;\nSELECT 1;\nSELECT 2;"), false);
  expect(steps(plan)).toEqual(["t: CREATE TABLE a (id int)", "o: CREATE INDEX CONCURRENTLY i ON a (id)", "o: VACUUM a", "t: SELECT 1 | SELECT 2"]);
});

test("an enum value's addition stands alone only where the script uses the value later", () => {
  expect(steps(planRun(postgresql, source("ALTER TYPE m ADD VALUE 'it''s';\nSELECT 1;"), false))).toEqual(["t: ALTER TYPE m ADD VALUE 'it''s' | SELECT 1"]);
  expect(steps(planRun(postgresql, source("ALTER TYPE m ADD VALUE 'it''s';\nUPDATE t SET m = 'it''s';"), false))).toEqual(["o: ALTER TYPE m ADD VALUE 'it''s'", "t: UPDATE t SET m = 'it''s'"]);
});

test("without a transaction by directive, only the script's own ones group", () => {
  expect(steps(planRun(postgresql, source("SELECT 1;\nBEGIN;\nSELECT 2;\nSELECT 3;\nCOMMIT;\nSELECT 4;"), true))).toEqual(["o: SELECT 1", "t: SELECT 2 | SELECT 3", "o: SELECT 4"]);
});

test("goose's blocks end a statement also without a semicolon; offsets count in the file", () => {
  const head = "-- +goose Up\n";
  const text = "-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\n-- +goose StatementBegin\nSELECT 2\n-- +goose StatementEnd\n";
  const plan = planRun(postgresql, source(text, head, "-- +goose Down\n"), false);
  expect(plan.statements.map((one) => [one.sql, one.range.start.line])).toEqual([["SELECT 1", 2], ["SELECT 2", 5]]);
});

test("COPY data goes with its statement; a backslash in it is no psql command", () => {
  const plan = planRun(postgresql, source("COPY t (a) FROM stdin;\n1\\connect\n\\N\n\\.\nSELECT 1; -- \\c in a comment\n"), false);
  expect(plan.statements.map((one) => one.copyData)).toEqual(["1\\connect\n\\N\n", undefined]);
  expect(plan.refusals).toEqual([]);
});

test("SQLite's foreign_keys pragma works outside a transaction and is said to do nothing inside one", () => {
  expect(steps(planRun(sqlite, source("PRAGMA foreign_keys = OFF;\nBEGIN;\nDROP TABLE a;\nCOMMIT;\nPRAGMA foreign_keys=ON;"), false))).toEqual(["o: PRAGMA foreign_keys = OFF", "t: DROP TABLE a", "o: PRAGMA foreign_keys=ON"]);
  const inside = planRun(sqlite, source("BEGIN;\nPRAGMA foreign_keys = OFF;\nDROP TABLE a;\nCOMMIT;"), false);
  expect(steps(inside)).toEqual(["t: PRAGMA foreign_keys = OFF | DROP TABLE a"]);
  expect(inside.asides.map((one) => one.reason)).toContain("pragmaInTransaction");
});

test("the settings that outlive a script", () => {
  const plan = planRun(postgresql, source("SET search_path TO a;\nSET LOCAL work_mem = '1MB';\nSET SESSION statement_timeout = 0;\nSET ROLE x;\nSET TIME ZONE 'UTC';\nSELECT pg_catalog.set_config('check_function_bodies', '', false), set_config('a.b', 'c', true);\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"), false);
  expect(changedSettings(plan.statements)).toEqual(["search_path", "statement_timeout", "role", "timezone", "check_function_bodies"]);
});
