import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeDifference, diffCatalogs } from "../../../src/core/catalog/diff.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { engine, openSession, rowsOf, runScript } from "./open.ts";

/** Turns the session's schema into that of `target` as the migration runner does, and says what still differs. */
async function become(session: Session, target: Session, between: () => Promise<void> = () => Promise.resolve()): Promise<string[]> {
  const steps = engine.changes(await session.catalog(), await target.catalog());
  await session.run("PRAGMA foreign_keys = off");
  await session.transaction("commit", async () => {
    for (const step of steps.filter((item) => item.phase === "structure")) await session.run(step.sql);
    await between();
    for (const step of steps.filter((item) => item.phase === "constraints")) await session.run(step.sql);
    expect(await rowsOf(session, "PRAGMA foreign_key_check")).toEqual([]);
  });
  await session.run("PRAGMA foreign_keys = on");
  return diffCatalogs(await target.catalog(), await session.catalog()).map(describeDifference);
}

const base = `
  CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
  CREATE TABLE person (id INTEGER PRIMARY KEY, team INTEGER REFERENCES team (id) ON DELETE CASCADE, name TEXT, age INT CHECK (age > 0));
  CREATE INDEX person_name ON person (name);
  CREATE VIEW adult AS SELECT id, name FROM person WHERE age >= 18;
  CREATE TRIGGER person_gone AFTER DELETE ON person BEGIN UPDATE team SET name = name WHERE id = old.team; END;
`;
const pairs: readonly (readonly [string, string, string])[] = [
  ["an added column", base, `${base} ALTER TABLE team ADD COLUMN motto TEXT DEFAULT 'none';`],
  ["a column that cannot be added in place", base, `${base} ALTER TABLE team ADD COLUMN motto TEXT; CREATE UNIQUE INDEX m ON team (motto) WHERE motto IS NOT NULL;`],
  ["another type under a view and a trigger", base, base.replace("age INT", "age TEXT")],
  ["a dropped foreign key", base, base.replace(" REFERENCES team (id) ON DELETE CASCADE", "")],
  ["tables, views and triggers that are gone", base, "CREATE TABLE other (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;"],
  ["strict and generated", base, base.replace("age INT CHECK (age > 0))", "age INT, twice INT GENERATED ALWAYS AS (age * 2) STORED) STRICT")],
  ["another view and trigger", base, base.replace(">= 18", "> 17").replace("AFTER DELETE", "BEFORE DELETE")],
  ["a virtual table", base, `${base} CREATE VIRTUAL TABLE search USING fts5(name, content='person', content_rowid='id');`],
  ["an instead-of trigger", base, `${base} CREATE TRIGGER adult_new INSTEAD OF INSERT ON adult BEGIN INSERT INTO person (name) VALUES (new.name); END;`],
  ["strange names", base, 'CREATE TABLE "a b" ("select" TEXT PRIMARY KEY, "x""y" TEXT REFERENCES "a b" ("select"), CONSTRAINT "c d" CHECK ("x""y" > 1)); ALTER TABLE "a b" ADD COLUMN "é" INT REFERENCES "a b";'],
];

test.each(pairs)("%s: there and back", async (_name, from, to) => {
  const [session, target, origin] = [await openSession(), await openSession(), await openSession()];
  await runScript(session, from);
  await runScript(origin, from);
  await runScript(target, to);
  expect(await become(session, target)).toEqual([]);
  expect(fingerprint(await session.catalog())).toBe(fingerprint(await target.catalog()));
  expect(await become(session, origin)).toEqual([]);
});

test("a rebuild keeps rows, rowids, the autoincrement counter and the rows that refer to it", async () => {
  const [session, target] = [await openSession(), await openSession()];
  await runScript(session, `${base} CREATE TABLE log (line TEXT);
    INSERT INTO team (name) VALUES ('a'), ('b'), ('c'); DELETE FROM team WHERE name = 'c';
    INSERT INTO person (id, team, name, age) VALUES (1, 1, 'x', 20), (2, 2, 'y', 3);
    INSERT INTO log (rowid, line) VALUES (7, 'seven'), (9, 'nine');`);
  await runScript(target, `${base.replace("name TEXT NOT NULL UNIQUE", "name TEXT NOT NULL UNIQUE COLLATE NOCASE")} CREATE TABLE log (line TEXT NOT NULL);`);
  expect(await become(session, target)).toEqual([]);
  expect(await rowsOf(session, "SELECT id, team, name, age FROM person ORDER BY id")).toEqual([[1, 1, "x", 20], [2, 2, "y", 3]]);
  expect(await rowsOf(session, "SELECT rowid, line FROM log ORDER BY rowid")).toEqual([[7, "seven"], [9, "nine"]]);
  await session.run("INSERT INTO team (name) VALUES ('d')");
  expect(await rowsOf(session, "SELECT id, name FROM team ORDER BY id")).toEqual([[1, "a"], [2, "b"], [4, "d"]]);
});

test("a column that must have a value comes back before its rows and is strict after them", async () => {
  const [session, target] = [await openSession(), await openSession()];
  await runScript(session, "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2);");
  await runScript(target, "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE CHECK (code <> ''));");
  const fill = async (): Promise<void> => void (await session.run("UPDATE t SET code = 'c' || id"));
  expect(await become(session, target, fill)).toEqual([]);
  expect(await rowsOf(session, "SELECT * FROM t ORDER BY id")).toEqual([[1, "c1"], [2, "c2"]]);
  await expect(session.run("INSERT INTO t VALUES (3, NULL)")).rejects.toMatchObject({ reason: "constraint" });
});

test("steps say what they lose", async () => {
  const [session, target] = [await openSession(), await openSession()];
  await runScript(session, "CREATE TABLE t (a, b); CREATE TABLE gone (a); CREATE INDEX i ON t (b); CREATE TABLE wider (a);");
  await runScript(target, "CREATE TABLE t (a); CREATE TABLE wider (a, b TEXT);");
  const steps = engine.changes(await session.catalog(), await target.catalog());
  expect(steps.filter((step) => step.destroys).map((step) => step.sql).sort()).toEqual(["DROP TABLE gone", "DROP TABLE t"]);
  expect(steps.map((step) => step.sql)).toContain("ALTER TABLE wider ADD COLUMN b TEXT");
  expect(steps.find((step) => step.sql.startsWith("ALTER TABLE wider"))?.objects).toEqual(["column wider.b"]);
});
