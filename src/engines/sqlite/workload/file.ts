import { bytesText, percentText } from "../../../core/workload/amounts.ts";
import type { WorkloadFact } from "../../../core/workload/workload.ts";
import type { Session } from "../../engine.ts";

/** Free pages below this are what the next writes take. */
const worthTelling = 4 << 20;
const share = 0.25;

/** Of the file as a whole: size, free pages, journal, what the planner knows. */
export async function fileFacts(session: Session, signal: AbortSignal): Promise<WorkloadFact[]> {
  const ask = async (pragma: string): Promise<unknown> => (await session.run(`PRAGMA ${pragma}`, { signal })).rows[0]?.[0];
  const [pageSize, pages, free, journal, vacuum, cache] = [Number(await ask("page_size")), Number(await ask("page_count")), Number(await ask("freelist_count")), await ask("journal_mode"), Number(await ask("auto_vacuum")), Number(await ask("cache_size"))];
  const freeBytes = free * pageSize;
  const wasted = freeBytes >= worthTelling && free >= pages * share;
  return [
    { name: "file", value: `${bytesText(pages * pageSize)} in pages of ${bytesText(pageSize)}` },
    { name: "free pages", value: `${bytesText(freeBytes)} (${percentText(free / Math.max(1, pages))})`, ...(wasted ? { concern: "The file holds room that nothing uses.", next: "VACUUM writes it anew; it needs as much room again while it runs, and nobody else may write." } : {}) },
    { name: "journal mode", value: String(journal), ...(journal === "wal" || journal === "memory" ? {} : { next: "In WAL mode readers and a writer do not wait for each other." }) },
    { name: "auto_vacuum", value: ["none", "full", "incremental"][vacuum] ?? String(vacuum) },
    { name: "cache", value: cache < 0 ? bytesText(-cache * 1024) : bytesText(cache * pageSize) },
  ];
}
