import type { Session } from "../../../src/engines/engine.ts";
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
