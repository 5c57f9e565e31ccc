import { expect, test } from "vitest";
import { CancelledError, ConnectionError } from "../../../src/core/errors.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { SqliteSession } from "../../../src/engines/sqlite/session.ts";
import { openSession, rowsOf, runScript } from "./open.ts";

const forEver = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";

async function openWithPid(): Promise<{ session: Session; pid: number }> {
  const session = await openSession();
  const pid = session instanceof SqliteSession ? session.processId : undefined;
  if (pid === undefined) throw new Error("The session has no process.");
  return { session, pid };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("cancel ends a query that would never end; the next call works", async () => {
  const session = await openSession();
  const stop = new AbortController();
  const running = session.run(forEver, { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await expect(running).rejects.toBeInstanceOf(CancelledError);
  const again = session.run(forEver);
  setTimeout(() => void session.cancel(), 50);
  await expect(again).rejects.toBeInstanceOf(CancelledError);
  expect(await rowsOf(session, "SELECT 1")).toEqual([[1]]);
});

test("cancel without anything running changes nothing", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a)");
  await session.transaction("commit", async () => {
    await session.run("INSERT INTO t VALUES (1)");
    await session.cancel();
  });
  expect(await rowsOf(session, "SELECT a FROM t")).toEqual([[1]]);
});

test("a cancelled statement takes its transaction with it, and nothing of it runs on its own", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a)");
  const work = session.transaction("commit", async () => {
    await session.run("INSERT INTO t VALUES (1)");
    await session.run(forEver, { statementTimeoutMs: 50 }).catch((error: unknown) => expect(error).toMatchObject({ reason: "statementTimeout" }));
    await expect(session.run("INSERT INTO t VALUES (2)")).rejects.toMatchObject({ kind: "connection", reason: "lost" });
    await expect(session.savepoint("keep", () => session.run("INSERT INTO t VALUES (3)"))).rejects.toMatchObject({ reason: "lost" });
  });
  await expect(work).rejects.toMatchObject({ kind: "connection", reason: "lost" });
  expect(await rowsOf(session, "SELECT a FROM t")).toEqual([]);
});

test("a killed child costs the statement, with the signal in the error; the next call starts another", async () => {
  const { session, pid } = await openWithPid();
  await runScript(session, "CREATE TABLE t (a)");
  const running = session.run(forEver);
  setTimeout(() => process.kill(pid, "SIGKILL"), 50);
  await expect(running).rejects.toMatchObject({ kind: "connection", reason: "lost", details: { signal: "SIGKILL" } });
  expect(await rowsOf(session, "SELECT name FROM sqlite_schema")).toEqual([["t"]]);
});

test("a child that dies between two statements of a transaction rolls it back and says so", async () => {
  const { session, pid } = await openWithPid();
  await runScript(session, "CREATE TABLE t (a)");
  const work = session.transaction("commit", async () => {
    await session.run("INSERT INTO t VALUES (1)");
    await killed(pid);
    await session.run("INSERT INTO t VALUES (2)");
  });
  await expect(work).rejects.toBeInstanceOf(ConnectionError);
  expect(await rowsOf(session, "SELECT a FROM t")).toEqual([]);
});

test("a BEGIN by hand is not carried on in a new child", async () => {
  const { session, pid } = await openWithPid();
  await runScript(session, "CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)");
  await killed(pid);
  await expect(session.run("INSERT INTO t VALUES (2)")).rejects.toMatchObject({ reason: "lost" });
  expect(await rowsOf(session, "SELECT a FROM t")).toEqual([]);
});

test("a transaction that a statement itself rolled back does not go on outside of it", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");
  const work = session.transaction("commit", async () => {
    await session.run("INSERT INTO t VALUES (2)");
    await expect(session.run("INSERT OR ROLLBACK INTO t VALUES (1)")).rejects.toMatchObject({ reason: "constraint" });
    await expect(session.run("INSERT INTO t VALUES (3)")).rejects.toMatchObject({ code: "TRANSACTION_GONE" });
  });
  await expect(work).rejects.toMatchObject({ code: "TRANSACTION_GONE" });
  expect(await rowsOf(session, "SELECT a FROM t")).toEqual([[1]]);
});

test("an idle transaction is ended", async () => {
  const session = await openSession({ timeouts: { idleInTransaction: 100 } });
  await runScript(session, "CREATE TABLE t (a)");
  const work = session.transaction("commit", async () => {
    await session.run("INSERT INTO t VALUES (1)");
    await new Promise((resolve) => setTimeout(resolve, 600));
    await session.run("INSERT INTO t VALUES (2)");
  });
  await expect(work).rejects.toMatchObject({ kind: "connection" });
  expect(await rowsOf(session, "SELECT a FROM t")).toEqual([]);
});

test("close ends the process, also twice; a closed connection says so", async () => {
  const { session, pid } = await openWithPid();
  await session.close();
  await session.close();
  expect(alive(pid)).toBe(false);
  await expect(session.run("SELECT 1")).rejects.toMatchObject({ reason: "lost", message: "The connection is closed." });
});

test("calls are queued in their order", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a)");
  await Promise.all(Array.from({ length: 50 }, (_nothing, at) => session.run("INSERT INTO t VALUES (?)", { params: [at] })));
  expect((await rowsOf(session, "SELECT a FROM t ORDER BY rowid")).map(([a]) => a)).toEqual(Array.from({ length: 50 }, (_nothing, at) => at));
});
