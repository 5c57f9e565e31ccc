import { randomBytes } from "node:crypto";
import { afterEach } from "vitest";
import type { ConnectOptions, Session } from "../../../src/engines/engine.ts";
import { loadMongodb } from "../../../src/engines/mongodb/engine.ts";
import { leaveOut } from "../engines.ts";

export const serverUrl = process.env.TEST_MONGODB_URL;
leaveOut("all of this file", ["mongodb"]);

export interface Databases {
  /** A name of a database that is dropped after the test. */
  fresh(): string;
  open(database: string, options?: Partial<ConnectOptions>): Promise<Session>;
}

/** Sessions on databases of their own, closed and dropped after each test. */
export function useMongodb(): Databases {
  let open: Session[] = [];
  let names: string[] = [];
  const openOn = async (database: string, options: Partial<ConnectOptions> = {}): Promise<Session> => {
    const url = new URL(serverUrl ?? "");
    url.pathname = `/${database}`;
    const session = await (await loadMongodb()).connect({
      url: url.href, cwd: "/", readOnly: false, timeouts: { connect: 10_000, lock: 10_000, statement: 60_000, idleInTransaction: 60_000 }, signal: new AbortController().signal, ...options,
    });
    open.push(session);
    return session;
  };
  afterEach(async () => {
    for (const name of names) await (await openOn(name)).run('{"dropDatabase": 1}');
    names = [];
    const sessions = open;
    open = [];
    for (const session of sessions) await session.close();
  });
  return {
    fresh: () => {
      const name = `wt_mongosession_${randomBytes(6).toString("hex")}`;
      names.push(name);
      return name;
    },
    open: openOn,
  };
}
