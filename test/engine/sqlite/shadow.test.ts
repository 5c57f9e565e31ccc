import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { temporaryPrefix } from "../../../src/engines/sqlite/temporary.ts";
import { noSignal, openSession, rowsOf, runScript, temporaryFolder } from "./open.ts";

const own = temporaryPrefix();
const folders = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.startsWith(own));

test("a copy has the rows, takes any change, and leaves no trace", async () => {
  const session = await openSession({ url: "sqlite:test.db?create=true&foreign_keys=off" });
  await runScript(session, "PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2); PRAGMA user_version = 7");
  const shadow = await session.shadow({ data: "copy", signal: noSignal });
  expect(shadow.form).toBe("copy");
  expect(await rowsOf(shadow.session, "SELECT a FROM t")).toEqual([[1], [2]]);
  expect(await rowsOf(shadow.session, "PRAGMA user_version")).toEqual([[7]]);
  expect(await rowsOf(shadow.session, "PRAGMA foreign_keys")).toEqual([[0]]);
  await shadow.session.run("DROP TABLE t");
  expect(await rowsOf(session, "SELECT count(*) FROM t")).toEqual([[2]]);
  expect(folders()).toHaveLength(1);
  await shadow.drop();
  expect(folders()).toEqual([]);
});

test("an empty one has the schema; closing the session drops what was left open", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT a FROM t");
  const shadow = await session.shadow({ data: "schema", signal: noSignal });
  expect(fingerprint(await shadow.session.catalog())).toBe(fingerprint(await session.catalog()));
  expect(await rowsOf(shadow.session, "SELECT * FROM v")).toEqual([]);
  await session.close();
  expect(folders()).toEqual([]);
});

test("what a crashed process left is swept, what a living one has is not", async () => {
  const session = await openSession();
  const [dead, living] = [path.join(os.tmpdir(), own.replace(`-${process.pid}-`, "-4194305-abc")), path.join(os.tmpdir(), own.replace(`-${process.pid}-`, `-${process.ppid}-abc`))];
  for (const folder of [dead, living]) mkdirSync(folder, { recursive: true });
  const shadow = await session.shadow({ data: "schema", signal: noSignal });
  expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  await shadow.drop();
  rmSync(living, { recursive: true });
});

test("a read-only connection has shadows too, which can be written", async () => {
  const folder = await temporaryFolder();
  const writer = await openSession({ cwd: folder });
  await runScript(writer, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  const reader = await openSession({ cwd: folder, url: "sqlite:test.db", readOnly: true });
  const shadow = await reader.shadow({ data: "copy", signal: noSignal });
  await shadow.session.run("INSERT INTO t VALUES (2)");
  expect(await rowsOf(shadow.session, "SELECT count(*) FROM t")).toEqual([[2]]);
  await shadow.drop();
  expect(await rowsOf(reader, "SELECT count(*) FROM t")).toEqual([[1]]);
});
