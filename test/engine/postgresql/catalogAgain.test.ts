import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { readCatalog } from "../../../src/engines/postgresql/catalog.ts";
import type { Wire } from "../../../src/engines/postgresql/wire/wire.ts";
import { makeDatabase, servers, type TestDatabase } from "./ddl/database.ts";

const schema = [
  "CREATE SCHEMA other",
  "CREATE TYPE mood AS ENUM ('sad', 'glad')",
  "CREATE TYPE pair AS (a integer, b mood)",
  "CREATE DOMAIN amount AS numeric CHECK (VALUE >= 0)",
  "CREATE SEQUENCE numbers",
  "CREATE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2'",
  "CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
  "CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n integer DEFAULT nextval('numbers'), m mood DEFAULT 'sad', p pair, CHECK (doubled(n) > 0))",
  "CREATE TABLE b (id serial PRIMARY KEY, a integer REFERENCES a ON DELETE CASCADE, n integer, z amount, whole a)",
  "CREATE TABLE c (LIKE a INCLUDING ALL)",
  "CREATE TABLE child () INHERITS (a)",
  "CREATE TABLE parts (k integer, v text) PARTITION BY RANGE (k)",
  "CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (10)",
  "CREATE INDEX parts_v ON parts (v)",
  "CREATE INDEX b_doubled ON b (doubled(n)) WHERE n > 0",
  "CREATE FUNCTION rows_of_a() RETURNS SETOF a LANGUAGE sql AS 'SELECT * FROM a'",
  "CREATE VIEW v AS SELECT x.id, y.n AS amount FROM a x JOIN b y USING (id)",
  "CREATE VIEW w AS SELECT * FROM v NATURAL JOIN c",
  "CREATE VIEW f AS SELECT r.n, r.m FROM rows_of_a() r WHERE r.m = 'glad'",
  "CREATE MATERIALIZED VIEW mv AS SELECT whole, z FROM b",
  "CREATE UNIQUE INDEX mv_z ON mv (z)",
  "CREATE TRIGGER watch AFTER UPDATE OF n ON b FOR EACH ROW WHEN (NEW.n > doubled(1)) EXECUTE FUNCTION touched()",
  "ALTER TABLE b ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY mine ON b USING (a IN (SELECT id FROM a))",
  "COMMENT ON COLUMN a.n IS 'a number'",
];

/** Changes whose effect shows in definitions of other objects than the one they name, and those that only touch one. Some fail, depending on what came before. */
const changes = [
  "ALTER TABLE a RENAME TO aa", "ALTER TABLE aa RENAME TO a", "ALTER TABLE a RENAME COLUMN n TO nn", "ALTER TABLE a RENAME COLUMN nn TO n", "ALTER TABLE b RENAME COLUMN n TO other_n",
  "ALTER TABLE b ADD COLUMN m mood", "ALTER TABLE a ADD COLUMN amount integer", "ALTER TABLE a DROP COLUMN amount", "ALTER TABLE c ADD COLUMN extra text DEFAULT 'x'", "ALTER TABLE a SET SCHEMA other",
  "ALTER TABLE other.a SET SCHEMA public", "ALTER SCHEMA other RENAME TO another", "ALTER SCHEMA public RENAME TO common", "ALTER TYPE mood RENAME TO feeling", "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
  "ALTER TYPE pair RENAME ATTRIBUTE a TO first CASCADE", "ALTER TYPE pair RENAME TO couple", "ALTER DOMAIN amount RENAME TO sum_of_money", "ALTER DOMAIN amount ADD CHECK (VALUE < 1000)",
  "ALTER SEQUENCE numbers RENAME TO counter", "ALTER SEQUENCE a_id_seq RENAME TO a_numbers", "ALTER SEQUENCE a_id_seq INCREMENT BY 5", "ALTER SEQUENCE b_id_seq OWNED BY NONE", "ALTER FUNCTION doubled(integer) RENAME TO twice",
  "ALTER FUNCTION touched() SET SCHEMA other", "ALTER FUNCTION rows_of_a() RENAME TO all_of_a", "CREATE OR REPLACE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n + n'",
  "CREATE FUNCTION lower(integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text'", "ALTER INDEX parts_v RENAME TO parts_value", "ALTER INDEX b_doubled RENAME TO b_twice", "ALTER TABLE b RENAME CONSTRAINT b_a_fkey TO to_a",
  "ALTER TABLE b DROP CONSTRAINT b_a_fkey", "ALTER TABLE b ADD CONSTRAINT checked CHECK (n > 1)", "ALTER TABLE b ALTER COLUMN n SET NOT NULL", "ALTER TABLE b ALTER COLUMN n TYPE bigint", "ALTER TABLE a ALTER COLUMN n SET DEFAULT 7",
  "ALTER TABLE a ALTER COLUMN n SET STATISTICS 50", "ALTER TABLE a SET (fillfactor = 70)", "ALTER TABLE c SET (toast.autovacuum_enabled = false)", "ALTER TABLE a REPLICA IDENTITY FULL", "ALTER TABLE a ALTER COLUMN id DROP IDENTITY",
  "DROP VIEW w", "DROP VIEW v CASCADE", "DROP TABLE c CASCADE", "DROP TABLE a CASCADE", "DROP TYPE mood CASCADE", "DROP FUNCTION doubled(integer) CASCADE", "DROP SEQUENCE numbers CASCADE", "DROP INDEX b_doubled", "DROP TABLE part1",
  "CREATE TABLE part2 PARTITION OF parts FOR VALUES FROM (10) TO (20)", "ALTER TABLE parts DETACH PARTITION part1", "ALTER TABLE parts RENAME COLUMN v TO value", "ALTER TABLE parts ADD PRIMARY KEY (k)", "ALTER TABLE child NO INHERIT a",
  "CREATE OR REPLACE VIEW v AS SELECT x.id, y.n AS amount, x.m FROM a x JOIN b y USING (id)", "ALTER VIEW v RENAME COLUMN amount TO quantity", "ALTER VIEW v RENAME TO vv", "ALTER MATERIALIZED VIEW mv RENAME TO kept",
  "REFRESH MATERIALIZED VIEW mv", "CREATE TABLE plain (x integer)", "DROP TABLE plain", "CREATE TABLE d (a integer REFERENCES a, b integer REFERENCES b)", "CREATE VIEW over_d AS SELECT * FROM d JOIN a ON true",
  "GRANT SELECT ON a TO PUBLIC", "GRANT UPDATE (n) ON b TO PUBLIC", "REVOKE ALL ON b FROM PUBLIC", "COMMENT ON TABLE a IS 'the first'", "COMMENT ON COLUMN a.n IS NULL", "COMMENT ON CONSTRAINT a_pkey ON a IS 'key'", "COMMENT ON INDEX b_doubled IS 'twice'",
  "ALTER TABLE b DISABLE TRIGGER watch", "ALTER TRIGGER watch ON b RENAME TO observe", "ALTER POLICY mine ON b RENAME TO yours", "ALTER TABLE a DISABLE ROW LEVEL SECURITY", "ALTER TABLE b FORCE ROW LEVEL SECURITY",
  "CREATE RULE nothing AS ON DELETE TO a DO INSTEAD NOTHING", "INSERT INTO a (n) VALUES (1), (2)", "ANALYZE", "CLUSTER a USING a_pkey", "TRUNCATE a CASCADE", "CREATE TEMPORARY TABLE pg_class (x integer)", "CREATE STATISTICS both_of (dependencies) ON n, m FROM a",
  "CREATE EXTENSION IF NOT EXISTS pg_trgm", "ALTER TABLE a OWNER TO pg_monitor", "SET standard_conforming_strings = off", "CREATE COLLATION mine FROM \"C\"", "ALTER TABLE c ALTER COLUMN id SET GENERATED BY DEFAULT",
];

const step = fc.oneof({ arbitrary: fc.constantFrom(...changes), weight: 8 }, { arbitrary: fc.constantFrom("undo", "mark"), weight: 2 });

describe.each(servers)("a catalog read again on $name", ({ url }) => {
  let database: TestDatabase;
  let session: Session;

  beforeAll(async () => {
    database = await makeDatabase(url);
    session = database.session;
    for (const sql of schema) await session.run(sql);
  });
  afterAll(() => database.drop());

  /** Read through another view of the same connection, of which nothing is known yet. */
  const inFull = (): Promise<Catalog> => readCatalog(Object.create((session as unknown as { wire: Wire }).wire) as Wire, session.facts, true);

  /** As a script that stops at nothing: what fails is undone. */
  const attempt = async (sql: string): Promise<void> => {
    await session.savepoint("keep", async () => await session.run(sql)).catch(() => undefined);
  };

  const compare = async (): Promise<void> => {
    const [again, full] = [await session.catalog(), await inFull()];
    expect(again).toEqual(full);
  };

  it("is what it would be in full, whatever one change did", { timeout: 300_000 }, async () => {
    for (const sql of changes) {
      await session.transaction("rollback", async () => {
        await compare();
        await attempt(sql);
        await compare();
      });
    }
  });

  it("is what it would be in full, after any changes and whatever is undone between them", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        await session.transaction("rollback", async () => {
          await compare();
          await follow(steps);
        });
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  /** "mark" opens a savepoint that the next "undo" goes back to. */
  async function follow(steps: readonly string[]): Promise<void> {
    for (let at = 0; at < steps.length; at++) {
      const sql = steps[at] ?? "";
      if (sql === "mark") {
        const end = steps.indexOf("undo", at);
        const inner = steps.slice(at + 1, end === -1 ? steps.length : end);
        await session.savepoint("undo", () => follow(inner));
        at += inner.length;
      } else if (sql !== "undo") await attempt(sql);
      await compare();
    }
  }
});
