import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { SqliteSession } from "../../../src/engines/sqlite/session.ts";
import { noSignal, openSession, rowsOf, runScript, temporaryFolder } from "./open.ts";

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), "lockRound.ts");

function rival(folder: string, name: string, rounds: number, die = ""): Promise<{ code: number | null; signal: string | null; errors: string }> {
  const child = spawn(process.execPath, [program, folder, name, String(rounds), die], { stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal, errors })));
}

test("two processes take the lock 100 times: never both, and no file stays", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder, url: "sqlite:app.db?create=true" });
  await runScript(session, "CREATE TABLE counter (n); INSERT INTO counter VALUES (0)");
  const ends = await Promise.all([rival(folder, "one", 50), rival(folder, "two", 50)]);
  expect(ends).toEqual([0, 0].map((code) => ({ code, signal: null, errors: "" })));
  const lines = (await readFile(path.join(folder, "log"), "utf8")).trim().split("\n");
  expect(lines.filter((line) => line.includes("met"))).toEqual([]);
  expect(lines).toHaveLength(100);
  expect(await rowsOf(session, "SELECT n FROM counter")).toEqual([[100]]);
  expect(existsSync(path.join(folder, "app.db-data-engineer-lock"))).toBe(false);
});

test("a killed holder does not block, and what it leaves is taken over by one of two", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder, url: "sqlite:app.db?create=true" });
  await runScript(session, "CREATE TABLE counter (n); INSERT INTO counter VALUES (0)");
  expect(await rival(folder, "dead", 1, "die")).toMatchObject({ signal: "SIGKILL" });
  expect((await Promise.all([rival(folder, "one", 10), rival(folder, "two", 10)])).map((end) => end.code)).toEqual([0, 0]);
  expect(await readFile(path.join(folder, "log"), "utf8")).not.toContain("met");
  expect(await rowsOf(session, "SELECT n FROM counter")).toEqual([[21]]);
});

test("null when another holds it for too long; free after release, close and the loss of the child", async () => {
  const folder = await temporaryFolder();
  const open = (): ReturnType<typeof openSession> => openSession({ cwd: folder, url: "sqlite:app.db?create=true" });
  const [one, two] = [await open(), await open()];
  const lock = await one.lockApplier(0, noSignal);
  expect(lock?.holder).toContain(String(process.pid));
  expect(await two.lockApplier(120, noSignal)).toBeNull();
  await lock?.release();
  await lock?.release();
  expect(await two.lockApplier(0, noSignal)).not.toBeNull();
  await two.close();
  expect(await one.lockApplier(0, noSignal)).not.toBeNull();
});

test("waiting for the lock can be cancelled", async () => {
  const folder = await temporaryFolder();
  const [one, two] = [await openSession({ cwd: folder }), await openSession({ cwd: folder })];
  await one.lockApplier(0, noSignal);
  const stop = new AbortController();
  const waiting = two.lockApplier(60_000, stop.signal);
  setTimeout(() => stop.abort(), 100);
  await expect(waiting).rejects.toMatchObject({ kind: "cancelled" });
});

test("a holder whose child died goes on only where nobody had the lock in between", async () => {
  const folder = await temporaryFolder();
  const [one, two] = [await openSession({ cwd: folder }), await openSession({ cwd: folder })];
  const lock = await one.lockApplier(0, noSignal);
  await killChild(one);
  await one.run("SELECT 1");
  expect(await two.lockApplier(0, noSignal)).toBeNull();
  await killChild(one);
  const taken = await two.lockApplier(5000, noSignal);
  const lost = { kind: "connection", reason: "lost", message: expect.stringContaining("another process has taken it") };
  await expect(one.run("SELECT 1")).rejects.toMatchObject(lost);
  await taken?.release();
  await expect(one.run("SELECT 1")).rejects.toMatchObject(lost);
  await lock?.release();
  expect((await one.run("SELECT 1")).rows).toEqual([[1]]);
  expect(await one.lockApplier(0, noSignal)).not.toBeNull();
});

async function killChild(session: Session): Promise<void> {
  const pid = session instanceof SqliteSession ? session.processId : undefined;
  if (pid === undefined) throw new Error("The session has no process.");
  process.kill(pid, "SIGKILL");
  while (session instanceof SqliteSession && session.processId === pid) await new Promise((resolve) => setTimeout(resolve, 5));
}
