import { expect, test } from "vitest";
import { loadEngine } from "../../../src/engines/load.ts";

const postgresql = await loadEngine("postgresql");
const sqlite = await loadEngine("sqlite");

test("what acts on the whole server or beyond, also in bodies", () => {
  for (const sql of ["CREATE ROLE a", "drop\n database b", "ALTER SYSTEM SET x = 1", "GRANT a TO b", "DO $$ BEGIN CREATE USER x; END $$", "COPY t TO PROGRAM 'x'", "COPY t TO '/tmp/x'", "SELECT dblink_exec('', 'x')", "/* a */ ALTER USER a"]) expect([sql, postgresql.reachesBeyond(sql)]).toEqual([sql, true]);
  for (const sql of ["CREATE TABLE role (id int)", "GRANT SELECT ON t TO b", "COPY t FROM stdin", "-- CREATE ROLE a\nSELECT 1", "CREATE USER MAPPING FOR a SERVER s", "SELECT setval('s', 1)", "VACUUM"]) expect([sql, postgresql.reachesBeyond(sql)]).toEqual([sql, false]);
});

test.each([
  "SELECT '--', pg_terminate_backend(1)",
  "SELECT '/*', dblink_exec('', 'x'), '*/'",
  'SELECT "pg_terminate_backend"(1)',
  'SELECT pg_catalog."lo_export" /* a */ (1, \'x\')',
  'SELECT U&"pg_terminate\\005fbackend"(1)',
  "ALTER/**/SYSTEM SET x = 1",
  "DO $$ BEGIN RAISE NOTICE '--'; CREATE ROLE x; END $$",
  "DO $a$ BEGIN EXECUTE 'CREATE /* ' || ' */ ROLE x'; EXECUTE $b$ALTER -- y\n SYSTEM SET x = 1$b$; END $a$",
  "DO $$ BEGIN EXECUTE 'SELECT ''a'', pg_reload_conf()'; END $$",
  "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT pg_switch_wal()'",
  "SELECT E'\\'', pg_promote() --'",
  "SELECT 1; -- /*\nDROP DATABASE b",
  "SELECT pg_drop_replication_slot('a')",
  'SELECT"pg_terminate_backend"(1)',
  'SELECT 1 WHERE true AND"pg_reload_conf"()',
])("what acts beyond cannot be hidden: %s", (sql) => {
  expect(postgresql.reachesBeyond(sql)).toBe(true);
});

test("what only speaks of it does not act", () => {
  for (const sql of ["INSERT INTO log VALUES ('calls dblink(x); CREATE ROLE a')", "COMMENT ON TABLE t IS 'ALTER SYSTEM'", "SELECT 1 /* CREATE ROLE a */", "DO $$ BEGIN /* CREATE ROLE a */ PERFORM 1; -- ALTER SYSTEM\n END $$", 'CREATE TABLE "create role" (id int)']) expect([sql, postgresql.reachesBeyond(sql)]).toEqual([sql, false]);
});

test("what reaches other files of SQLite", () => {
  for (const sql of ["ATTACH 'a' AS b", "VACUUM main INTO 'x'", "SELECT load_extension('x')", "SELECT '--', load_extension('x')", "/* a */ ATTACH 'a' AS b", "SELECT '/*', writefile /**/ ('x', 1), '*/'", "VACUUM /*;*/ INTO 'x'", 'SELECT "load_extension"(1)', 'SELECT"load_extension"(1)']) expect([sql, sqlite.reachesBeyond(sql)]).toEqual([sql, true]);
  for (const sql of ["VACUUM", "INSERT INTO attach VALUES (1)", "INSERT INTO t VALUES ('load_extension(x)')"]) expect([sql, sqlite.reachesBeyond(sql)]).toEqual([sql, false]);
});

test("a DO block that calls what a rollback does not undo", () => {
  expect(postgresql.leavesTraces("DO $$ BEGIN PERFORM setval('s', 1); END $$")).toBe(true);
  expect(postgresql.leavesTraces("DO $$ BEGIN CREATE ROLE a; END $$")).toBe(false);
  expect(postgresql.leavesTraces("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT setval('s', 1) $$")).toBe(false);
});
