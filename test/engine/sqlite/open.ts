import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Engine, Result, Session, Timeouts } from "../../../src/engines/engine.ts";
import { loadSqlite } from "../../../src/engines/sqlite/engine.ts";

export const engine: Engine = await loadSqlite();
export const noSignal = new AbortController().signal;

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "data-engineer-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export interface Opening {
  readonly url?: string;
  readonly cwd?: string;
  readonly readOnly?: boolean;
  readonly timeouts?: Partial<Timeouts>;
  readonly signal?: AbortSignal;
}

/** A session that is closed after the test; on a new empty database where nothing else is said. */
export async function openSession({ url = "sqlite:test.db?create=true", cwd, readOnly = false, timeouts, signal = noSignal }: Opening = {}): Promise<Session> {
  const session = await engine.connect({ url, cwd: cwd ?? (await temporaryFolder()), readOnly, signal, timeouts: { connect: 20_000, lock: 2000, statement: 0, idleInTransaction: 0, ...timeouts } });
  onTestFinished(() => session.close());
  return session;
}

/** Runs every statement of a script. */
export async function runScript(session: Session, script: string): Promise<void> {
  for (const statement of engine.split(script).statements) await session.run(statement.text);
}

/** The rows of a query. */
export async function rowsOf(session: Session, sql: string): Promise<Result["rows"]> {
  return (await session.run(sql)).rows;
}
