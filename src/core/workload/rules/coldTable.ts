import type { Finding } from "../../report/report.ts";
import { bytesText, percentText } from "../amounts.ts";
import type { WorkRule } from "../workRule.ts";
import { tableOf } from "../workRule.ts";

const id = "workload/cold-table";
const wanted = 0.9;
const smallTable = 64 << 20;

export const coldTable: WorkRule = {
  id,
  title: "Table that is read from disk",
  why: "What is not in the server's memory is asked of the operating system, which may still have it. A large table that is read whole cannot be held in memory and should not be.",
  find: ({ workload }) => workload.tables.flatMap((work): Finding[] => {
    if (work.cacheHit === undefined || work.cacheHit >= wanted || (work.bytes ?? 0) < smallTable) return [];
    return [{ rule: id, key: `${id} ${tableOf(work)}`, severity: "info", object: tableOf(work), message: `Only ${percentText(work.cacheHit)} of the blocks of ${tableOf(work)} (${bytesText(work.bytes ?? 0)}) were in memory when they were wanted. Look first which statements read it whole; then at the size of the cache.` }];
  }),
};
