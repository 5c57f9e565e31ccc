import { readFileSync } from "node:fs";
import type Driver from "better-sqlite3";
import type { Operations } from "../protocol.ts";
import type { RawRow } from "../protocol.ts";

const quickMs = 50;
const rounds = 3;

/**
 * Executes a statement, undoes it, and tells what it took: the time of the processor, the least of several runs; and where the system counts what a process
 * reads (Linux), how many pages the statement asked for, counted with a cache of next to none, so that each look at a page is a read.
 */
export function measure(database: Driver.Database, { sql, within }: Operations["measure"]["input"]): Operations["measure"]["output"] {
  const size = Number(database.pragma("page_size", { simple: true }));
  const cache = Number(database.pragma("cache_size", { simple: true }));
  const statement = database.prepare(sql);
  const once = (): void => {
    const [begin, undo] = within ? ["SAVEPOINT data_engineer_measure", "ROLLBACK TO data_engineer_measure; RELEASE data_engineer_measure"] : ["BEGIN", "ROLLBACK"];
    database.exec(begin);
    try {
      if (statement.reader) for (const row of statement.raw().safeIntegers().iterate() as IterableIterator<RawRow>) void row;
      else statement.run();
    } finally {
      database.exec(undo);
    }
  };
  let ms = Infinity;
  for (let round = 0; round < rounds && (round === 0 || ms < quickMs); round += 1) ms = Math.min(ms, timed(once));
  try {
    database.pragma("cache_size = 1");
    const before = bytesRead();
    if (before === null) return { ms, pages: null };
    once();
    return { ms, pages: Math.floor(((bytesRead() ?? before) - before) / size) };
  } finally {
    database.pragma(`cache_size = ${cache}`);
  }
}

function timed(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Null where the system does not tell. */
function bytesRead(): number | null {
  try {
    const found = /^rchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "latin1"))?.[1];
    return found === undefined ? null : Number(found);
  } catch {
    return null;
  }
}
