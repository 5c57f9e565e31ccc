import { afterEach } from "vitest";
import { loadEngine } from "../../../src/engines/load.ts";
import type { Result, Session } from "../../../src/engines/engine.ts";
import type { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { EngineFixture, FreshDatabase } from "../fixture/fixture.ts";
import { contextFor, type Asked } from "./context.ts";
import { makeWorkspace, openSession } from "./workspace.ts";

const cleanups: (() => Promise<void>)[] = [];
const close = async (): Promise<void> => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
};
afterEach(close);

export interface Rig {
  readonly files: WorkspaceFiles;
  readonly session: Session;
  readonly asked: Asked;
  readonly database: FreshDatabase;
  /** The rows of a query. */
  readonly rows: (sql: string) => Promise<Result["rows"]>;
  /** Another connection to the same database; `lock` says for how many milliseconds it waits for a lock. */
  readonly another: (limits?: { readonly lock: number }) => Promise<Session>;
  /** Frees everything that was opened in this test so far; happens by itself at its end. */
  readonly close: () => Promise<void>;
}

/** A workspace with these files and a database of its own, both gone after the test. */
export async function open(engine: EngineFixture, texts: Readonly<Record<string, string>>): Promise<Rig> {
  const database = await engine.freshDatabase();
  cleanups.push(() => database.drop());
  const { files, remove } = await makeWorkspace(texts);
  cleanups.push(remove);
  const another = async (limits?: { readonly lock: number }): Promise<Session> => {
    const opened = await openSession(await loadEngine(engine.dialect), database.url, database.cwd, limits);
    cleanups.push(() => opened.close());
    return opened;
  };
  const session = await another();
  return { files, session, asked: contextFor(files, session), database, another, close, rows: async (sql) => (await session.run(sql)).rows };
}
