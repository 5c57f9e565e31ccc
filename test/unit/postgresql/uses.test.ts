import { describe, expect, it } from "vitest";
import { analyse, lastOf, shown, usesOf } from "./facts.ts";

describe("what statements make and use", () => {
  it.each([
    ["columns, types, defaults and keys", "CREATE TABLE a.t (id int PRIMARY KEY, m s.mood DEFAULT nextval('a.q'::regclass), u int REFERENCES b.u(id), CHECK (f(id) > 0))", ["column a.t.id", "column a.t.u", "column b.u.id", "routine f", "table a.q", "table b.u", "type s.mood"]],
    ["parents and partitions", "CREATE TABLE p PARTITION OF q FOR VALUES IN (1)", ["table q"]],
    ["index columns and expressions", "CREATE INDEX i ON t (a, lower(b)) INCLUDE (d) WHERE c > 0", ["column t.a", "column t.b", "column t.c", "column t.d", "table t"]],
    ["operator classes", "CREATE INDEX i ON t USING gin (a gin_trgm_ops)", ["column t.a", "other operator class gin_trgm_ops", "table t"]],
    ["view queries", "CREATE VIEW v AS WITH w AS (SELECT x.a FROM x) SELECT w.a, y.b FROM w JOIN s.y AS y ON y.c = w.a", ["column s.y.b", "column s.y.c", "column x.a", "table s.y", "table x"]],
    ["trigger routine, columns and condition", "CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.b > OLD.c) EXECUTE FUNCTION s.f()", ["column t.a", "column t.b", "column t.c", "routine s.f", "table t"]],
    ["policies", "CREATE POLICY p ON t TO app USING (owner = (SELECT x.id FROM x))", ["column t.owner", "column x.id", "role app", "table t", "table x"]],
    ["foreign keys added later", "ALTER TABLE ONLY t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u(b)", ["column t.a", "column u.b", "table t", "table u"]],
    ["sequence owners", "ALTER SEQUENCE q OWNED BY a.t.c", ["column a.t.c", "sequence q", "table a.t"]],
    ["comments", "COMMENT ON COLUMN a.t.c IS 'x'", ["column a.t.c", "table a.t"]],
    ["rights", "GRANT SELECT (a), INSERT ON t TO r", ["column t.a", "role r", "table t"]],
    ["data", "INSERT INTO t (a) SELECT b FROM u ON CONFLICT (a) DO UPDATE SET c = EXCLUDED.a RETURNING a", ["column t.a", "column t.c", "column u.b", "table t", "table u"]],
    ["an update from another table", "UPDATE t SET a = u.b FROM u WHERE t.id = u.id", ["column t.a", "column t.id", "column u.b", "column u.id", "table t", "table u"]],
    ["COPY", "COPY s.t (a, b) FROM stdin", ["column s.t.a", "column s.t.b", "table s.t"]],
    ["extension contents", "CREATE EXTENSION citext SCHEMA x", ["schema x"]],
    ["declared row types of PL/pgSQL", "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE r film%ROWTYPE; c a.t.id%TYPE; BEGIN INSERT INTO log VALUES (1); RETURN NEW; END $$", ["column a.t.id", "table a.t", "table film"]],
    ["bodies of SQL routines", "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT b FROM t WHERE c = a'", ["column t.b", "column t.c", "table t"]],
    ["SQL-standard bodies", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT max(b) FROM t; SELECT 1; END", ["column t.b", "table t"]],
    ["temporary tables", "CREATE TEMP TABLE t (a int); INSERT INTO t (a) VALUES (1)", ["column pg_temp.t.a", "table pg_temp.t"]],
    ["one schema in the search path", "SET search_path = app; SELECT 1 FROM t", ["table app.t"]],
  ])("reads %s", (_, sql, expected) => {
    expect(usesOf(sql)).toEqual(expected);
  });

  it("leaves out what IF EXISTS forgives", () => {
    expect(usesOf("DROP TRIGGER IF EXISTS g ON t")).toEqual([]);
    expect(usesOf("ALTER TABLE IF EXISTS t ADD COLUMN c int")).toEqual([]);
  });

  it("makes bodies soft that are not checked", () => {
    const sql = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT b FROM t'";
    expect(usesOf(`SET check_function_bodies = false; ${sql}`)).toEqual([]);
    expect(lastOf("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM g(1); DELETE FROM t; END $$").uses.filter((use) => use.soft).map(shown)).toEqual(["routine g", "table t"]);
  });

  it("names what a foreign key needs of its target", () => {
    const needs = lastOf("ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES u (c, d), ADD FOREIGN KEY (e) REFERENCES w").uses.flatMap((use) => (use.needsUniqueOn === undefined ? [] : [{ name: use.name, columns: use.needsUniqueOn }]));
    expect(needs).toEqual([{ name: "u", columns: ["c", "d"] }, { name: "w", columns: [] }]);
  });

  it("gives the names that the server would give", () => {
    expect(lastOf("CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE REFERENCES u, b int GENERATED ALWAYS AS IDENTITY)").defines.map(shown)).toEqual([
      "table t", "column t.id", "sequence t.t_id_seq", "constraint t.t_pkey", "column t.a", "constraint t.t_a_key", "constraint t.t_a_fkey", "column t.b", "sequence t.t_b_seq",
    ]);
  });

  it("places uses in UTF-16 units, also after other characters", () => {
    const sql = "-- 😀\nSELECT 'ü'; DELETE FROM été.\"Straße\" WHERE a = '😀'; SELECT 1 FROM später";
    const { statements } = analyse(sql);
    const placed = statements.flatMap(({ uses }) => uses.filter((use) => use.kind === "table").map((use) => sql.slice(use.start, use.end)));
    expect(placed).toEqual(['été."Straße"', "später"]);
  });

  it("sees through DO blocks, softly", () => {
    const facts = lastOf("DO $$ BEGIN CREATE TYPE m AS ENUM ('a'); EXECUTE 'DROP TABLE t'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    expect(facts.defines.map(shown)).toEqual(["type m"]);
    expect(facts.destroys).toEqual([{ object: { kind: "table", name: "t" }, how: "drop" }]);
    expect(facts.idempotent).toBe(true);
  });
});
