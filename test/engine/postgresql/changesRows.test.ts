import { describe, expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import type { Cell, ChangeStep } from "../../../src/engines/engine.ts";
import { changes } from "../../../src/engines/postgresql/changes.ts";
import { differences, runScript, runSteps, servers, type TestDatabase, withDatabase } from "./ddl/database.ts";

/** Makes a schema, migrates it, goes back with `load` between the two phases, and checks that the schema is the first one again. */
async function goBack(database: TestDatabase, schema: string, migration: string, load: string): Promise<readonly ChangeStep[]> {
  await runScript(database, schema);
  const before: Catalog = await database.session.catalog();
  await runScript(database, migration);
  const steps = changes(await database.session.catalog(), before);
  await database.session.transaction("commit", async () => {
    await runSteps(database, steps.filter((step) => step.phase === "structure"));
    await runScript(database, load);
    await runSteps(database, steps.filter((step) => step.phase === "constraints"));
  });
  expect(differences(before, await database.session.catalog())).toEqual([]);
  return steps;
}

async function rows({ session }: TestDatabase, query: string): Promise<readonly (readonly Cell[])[]> {
  return (await session.run(query)).rows;
}

describe.each(servers)("changes with rows on $name", ({ url }) => {
  it("lets dropped NOT NULL columns be filled again before they must not be null", async () => {
    await withDatabase(url, async (database) => {
      await goBack(
        database,
        "CREATE TABLE t (id integer PRIMARY KEY, code text NOT NULL UNIQUE CHECK (code <> ''), n serial); INSERT INTO t VALUES (1, 'a'), (2, 'b')",
        "ALTER TABLE t DROP COLUMN code, DROP COLUMN n",
        "UPDATE t SET code = 'c' || id, n = 40 + id",
      );
      expect(await rows(database, "INSERT INTO t (id, code) VALUES (3, 'z') RETURNING code, n")).toEqual([["z", 43]]);
    });
  });

  it("lets a dropped table be filled again, also identity columns, and goes on counting after its rows", async () => {
    await withDatabase(url, async (database) => {
      await goBack(
        database,
        "CREATE TABLE p (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL); CREATE TABLE c (id bigserial PRIMARY KEY, p integer REFERENCES p)",
        "DROP TABLE c; DROP TABLE p",
        "INSERT INTO c VALUES (7, 5); INSERT INTO p OVERRIDING SYSTEM VALUE VALUES (5, 'five')",
      );
      expect(await rows(database, "INSERT INTO p (name) VALUES ('six') RETURNING id")).toEqual([[6]]);
      expect(await rows(database, "INSERT INTO c (p) VALUES (6) RETURNING id")).toEqual([["8"]]);
    });
  });

  it("keeps the values of columns whose type changes, and says what loses some", async () => {
    await withDatabase(url, async (database) => {
      const steps = await goBack(
        database,
        "CREATE TYPE m AS ENUM ('a', 'b'); CREATE DOMAIN d AS m; CREATE TABLE t (id bigint PRIMARY KEY, m m DEFAULT 'a', ms m[], d d, wide text, other integer); CREATE VIEW v AS SELECT id, m FROM t WHERE m = 'a'; INSERT INTO t VALUES (1, 'b', '{a,b}', 'a', '5', 9)",
        "ALTER TYPE m ADD VALUE 'c'; ALTER TABLE t ALTER wide TYPE integer USING wide::integer; ALTER TABLE t DROP COLUMN other; ALTER TABLE t ADD COLUMN other date DEFAULT '2020-01-01'",
        "SELECT 1",
      );
      expect(await rows(database, "SELECT m::text, ms::text, d::text, wide FROM t")).toEqual([["b", "{a,b}", "a", "5"]]);
      expect(steps.filter((step) => step.destroys).map((step) => step.sql)).toEqual(['ALTER TABLE public.t DROP COLUMN other']);
    });
  });

  it("refuses to go back to a type that a value does not fit, and changes nothing", async () => {
    await withDatabase(url, async (database) => {
      await runScript(database, "CREATE TABLE t (code varchar(3)); INSERT INTO t VALUES ('abc')");
      const before = await database.session.catalog();
      await runScript(database, "ALTER TABLE t ALTER code TYPE text; UPDATE t SET code = 'abcdef'");
      const after = await database.session.catalog();
      const steps = changes(after, before);
      expect(steps.map((step) => step.destroys)).toEqual([false]);
      await expect(database.session.transaction("commit", () => runSteps(database, steps))).rejects.toThrow("value too long");
      expect(differences(after, await database.session.catalog())).toEqual([]);
      expect(await rows(database, "SELECT code FROM t")).toEqual([["abcdef"]]);
    });
  });

  it("refuses a function that the new order of columns would break", async () => {
    await withDatabase(url, async (database) => {
      const schema = "CREATE TABLE t (id integer, name text, n integer); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM t; END";
      await expect(goBack(database, schema, "DROP FUNCTION f(); ALTER TABLE t DROP COLUMN name", "SELECT 1")).rejects.toThrow("return type mismatch");
    });
  });

  it("never cascades", async () => {
    await withDatabase(url, async (database) => {
      const empty = await database.session.catalog();
      await runScript(database, "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES b DEFERRABLE; CREATE VIEW v AS SELECT * FROM a");
      const steps = changes(await database.session.catalog(), empty);
      expect(steps.filter((step) => /\bCASCADE\b/.test(step.sql))).toEqual([]);
      await database.session.run("CREATE VIEW unknown AS SELECT * FROM b");
      await expect(database.session.transaction("commit", () => runSteps(database, steps))).rejects.toThrow("depend on it");
    });
  });
});
