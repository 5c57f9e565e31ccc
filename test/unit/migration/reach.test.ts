import { expect, test } from "vitest";
import { loadEngine } from "../../../src/engines/load.ts";

const postgresql = await loadEngine("postgresql");
const sqlite = await loadEngine("sqlite");

test("what acts on the whole server or beyond, also in bodies", () => {
  for (const sql of ["CREATE ROLE a", "drop\n database b", "ALTER SYSTEM SET x = 1", "GRANT a TO b", "DO $$ BEGIN CREATE USER x; END $$", "COPY t TO PROGRAM 'x'", "COPY t TO '/tmp/x'", "SELECT dblink_exec('', 'x')", "/* a */ ALTER USER a"]) expect([sql, postgresql.reachesBeyond(sql)]).toEqual([sql, true]);
  for (const sql of ["CREATE TABLE role (id int)", "GRANT SELECT ON t TO b", "COPY t FROM stdin", "-- CREATE ROLE a\nSELECT 1", "CREATE USER MAPPING FOR a SERVER s", "SELECT setval('s', 1)", "VACUUM"]) expect([sql, postgresql.reachesBeyond(sql)]).toEqual([sql, false]);
});

test("what reaches other files of SQLite", () => {
  for (const sql of ["ATTACH 'a' AS b", "VACUUM main INTO 'x'", "SELECT load_extension('x')"]) expect(sqlite.reachesBeyond(sql)).toBe(true);
  for (const sql of ["VACUUM", "INSERT INTO attach VALUES (1)"]) expect(sqlite.reachesBeyond(sql)).toBe(false);
});

test("a DO block that calls what a rollback does not undo", () => {
  expect(postgresql.leavesTraces("DO $$ BEGIN PERFORM setval('s', 1); END $$")).toBe(true);
  expect(postgresql.leavesTraces("DO $$ BEGIN CREATE ROLE a; END $$")).toBe(false);
  expect(postgresql.leavesTraces("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT setval('s', 1) $$")).toBe(false);
});
