import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { openSession, rowsOf, runScript, temporaryFolder } from "./open.ts";

test("a missing file is not made by the way, an empty one is a database", async () => {
  const folder = await temporaryFolder();
  await expect(openSession({ cwd: folder, url: "sqlite:app.db" })).rejects.toMatchObject({ kind: "connection", reason: "unknownDatabase", next: expect.stringContaining("create=true") });
  await writeFile(path.join(folder, "app.db"), "");
  const session = await openSession({ cwd: folder, url: "sqlite:app.db" });
  expect(session.facts).toMatchObject({ engine: "sqlite", database: "app.db", readOnly: false, tls: null, settings: { foreign_keys: "1", encoding: "UTF-8" } });
  expect(session.facts.versionNumber).toBeGreaterThan(3_050_000);
});

test("what is no database says so", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "notes.txt"), "These are no rows. ".repeat(100));
  await mkdir(path.join(folder, "folder.db"));
  for (const url of ["sqlite:notes.txt", "sqlite:folder.db"]) await expect(openSession({ cwd: folder, url })).rejects.toMatchObject({ kind: "connection", reason: "notADatabase" });
  await expect(openSession({ cwd: folder, url: "sqlite:no/such/app.db?create=true" })).rejects.toMatchObject({ reason: "unknownDatabase" });
});

test("the application's foreign_keys setting is used", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder, url: "sqlite:app.db?create=true&foreign_keys=off" });
  await runScript(session, "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p); INSERT INTO c VALUES (7)");
  expect(await session.integrity()).toEqual([{ check: "foreignKey", object: "c", message: expect.stringContaining("row 1 of c (p) refers to a row of p") }]);
  const strict = await openSession({ cwd: folder, url: "sqlite:app.db" });
  await expect(strict.run("INSERT INTO c VALUES (8)")).rejects.toMatchObject({ reason: "constraint", code: "SQLITE_CONSTRAINT_FOREIGNKEY" });
});

test("another writer makes a wait of the lock timeout, then an error that says so", async () => {
  const folder = await temporaryFolder();
  const [one, two] = [await openSession({ cwd: folder }), await openSession({ cwd: folder, timeouts: { lock: 100 } })];
  await one.transaction("commit", async () => {
    await one.run("CREATE TABLE t (a)");
    await expect(two.run("CREATE TABLE u (a)")).rejects.toMatchObject({ kind: "statement", reason: "lockTimeout", next: expect.stringContaining("lock timeout") });
    await expect(two.transaction("commit", () => Promise.resolve())).rejects.toMatchObject({ reason: "lockTimeout" });
  });
  await two.run("CREATE TABLE u (a)");
  expect((await two.catalog()).tables.map((table) => table.name)).toEqual(["t", "u"]);
});

test("errors point to the place", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a UNIQUE, b CHECK (b > 0)); INSERT INTO t VALUES (1, 1)");
  const cases: readonly (readonly [string, string, number | undefined])[] = [
    ["SELECT 'größe', FROM t", "syntax", 16],
    ["SELECT absent FROM t", "undefinedObject", 7],
    ["SELECT * FROM 'größe', missing", "undefinedObject", 14],
    ["SELECT t.nope FROM t", "undefinedObject", 9],
    ["CREATE TABLE t (a)", "duplicateObject", 13],
    ["INSERT INTO t (a, z) VALUES (1, 2)", "undefinedObject", 18],
    ["INSERT INTO t VALUES (1, 1)", "constraint", undefined],
    ["SELECT 1; SELECT 2", "syntax", undefined],
    ["SELECT nofunc(1)", "undefinedObject", 7],
    ["-- nothing", "syntax", undefined],
  ];
  for (const [sql, reason, offset] of cases) await expect(session.run(sql), sql).rejects.toMatchObject({ kind: "statement", reason, ...(offset === undefined ? {} : { offset }) });
});

test("parameters keep their types", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a, b, c, d, e)");
  await session.run("INSERT INTO t VALUES (?, $2, :3, ?4, ?)", { params: [1, "x", null, 1.5, true] });
  expect(await rowsOf(session, "SELECT typeof(a), b, c, d, typeof(e) FROM t")).toEqual([["integer", "x", null, 1.5, "integer"]]);
  const odd = await session.run("SELECT 9007199254740993, x'00ff', 9e999, -0.5, 'a' || char(0) || 'b'");
  expect(odd.rows).toEqual([["9007199254740993", "\\x00ff", "Infinity", -0.5, "a\0b"]]);
  await expect(session.run("SELECT '?' || ?", { params: ["a"] })).resolves.toMatchObject({ rows: [["?a"]] });
});
