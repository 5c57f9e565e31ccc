import type { Session } from "../../../src/engines/engine.ts";
import { examined } from "../../../src/engines/mongodb/indexes/examined.ts";
import { plans } from "../../../src/engines/mongodb/plans.ts";
import { linked } from "../../../src/engines/sqlite/link.ts";
import type { Cost } from "./advising.ts";

/** Blocks that PostgreSQL looks at, as its own EXPLAIN (ANALYZE, BUFFERS) counts them; `as`: the role that asks, and its settings. */
export function blocksOf(session: Session, as: readonly string[] = []): Cost {
  return async (sql) => {
    const once = async (): Promise<number> => session.transaction("rollback", async () => {
      for (const statement of as) await session.run(statement);
      const { rows } = await session.run(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`);
      const cell = rows[0]?.[0];
      const [{ Plan: plan } = { Plan: {} }] = (typeof cell === "string" ? JSON.parse(cell) : cell) as unknown as readonly { readonly Plan: Readonly<Record<string, number>> }[];
      return (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0) + (plan["Temp Read Blocks"] ?? 0) + (plan["Temp Written Blocks"] ?? 0);
    });
    await once();
    return Math.min(await once(), await once());
  };
}

/** Pages that SQLite looks at; undefined where the system does not count what a process reads. */
export function pagesOf(session: Session): Cost {
  return async (sql) => {
    const { pages } = await linked(session).ask("measure", { sql, within: false }, new AbortController().signal);
    if (pages === null) throw new Error("This system does not count what a process reads.");
    return pages;
  };
}

/** Rows that MySQL or MariaDB asks its storage engine for; what the statement changes is taken back. */
export function rowsAskedOf(session: Session): Cost {
  const asked = async (work: () => Promise<unknown>): Promise<number> => {
    const read = async (): Promise<number> => (await session.run("SHOW SESSION STATUS LIKE 'Handler_read%'")).rows.reduce((sum, [, value]) => sum + Number(value), 0);
    const before = await read();
    await work();
    return (await read()) - before;
  };
  return async (sql) => {
    const asking = await asked(() => Promise.resolve());
    const once = (): Promise<number> => asked(() => session.transaction("rollback", () => session.run(sql)));
    return Math.max(0, Math.min(await once(), await once()) - asking);
  };
}

/** Keys and documents that MongoDB looks at, as its own explain counts them. */
export function examinedBy(session: Session): Cost {
  return async (sql) => {
    const reading = plans.read((await session.explain(sql, { analyse: true })).text, { query: sql });
    if (!("plan" in reading)) throw new Error(reading.reason);
    return examined(reading.plan);
  };
}
