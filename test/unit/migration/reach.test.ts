import { expect, test } from "vitest";
import { leavesTraces, reachesBeyond } from "../../../src/core/migration/dryRun/reach.ts";
import type { Prepared } from "../../../src/core/migration/dryRun/trial.ts";
import type { RunnableStatement } from "../../../src/core/migration/runnable.ts";

const statement = (sql: string): RunnableStatement => ({ sql, start: 0, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, facts: null });
const reaches = (engine: "postgresql" | "sqlite", sql: string): boolean => reachesBeyond(engine, { up: { statements: [statement(sql)] }, down: null } as unknown as Prepared) !== null;

test("what acts on the whole server or beyond, also in bodies", () => {
  for (const sql of ["CREATE ROLE a", "drop\n database b", "ALTER SYSTEM SET x = 1", "GRANT a TO b", "DO $$ BEGIN CREATE USER x; END $$", "COPY t TO PROGRAM 'x'", "COPY t TO '/tmp/x'", "SELECT dblink_exec('', 'x')", "/* a */ ALTER USER a"]) expect([sql, reaches("postgresql", sql)]).toEqual([sql, true]);
  for (const sql of ["CREATE TABLE role (id int)", "GRANT SELECT ON t TO b", "COPY t FROM stdin", "-- CREATE ROLE a\nSELECT 1", "CREATE USER MAPPING FOR a SERVER s", "SELECT setval('s', 1)", "VACUUM"]) expect([sql, reaches("postgresql", sql)]).toEqual([sql, false]);
});

test("what reaches other files of SQLite", () => {
  for (const sql of ["ATTACH 'a' AS b", "VACUUM main INTO 'x'", "SELECT load_extension('x')"]) expect(reaches("sqlite", sql)).toBe(true);
  for (const sql of ["VACUUM", "INSERT INTO attach VALUES (1)"]) expect(reaches("sqlite", sql)).toBe(false);
});

test("a DO block that calls what a rollback does not undo", () => {
  expect(leavesTraces(statement("DO $$ BEGIN PERFORM setval('s', 1); END $$"))).toBe(true);
  expect(leavesTraces(statement("DO $$ BEGIN CREATE ROLE a; END $$"))).toBe(false);
  expect(leavesTraces(statement("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT setval('s', 1) $$"))).toBe(false);
});
