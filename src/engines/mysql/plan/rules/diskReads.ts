import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inMs, inPercent } from "../../../../core/plan/words.ts";
import { counted } from "../../../../core/counted.ts";
import { accessesOf } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { numberAt, objectAt } from "../values.ts";

const [worthTelling, worthChanging] = [0.15, 0.4];

/** r_engine_stats: pages that were not in memory. */
export const diskReads: PlanRule = {
  id: "plan/disk-reads",
  title: "Pages are read from disk",
  why: "Pages that are not in InnoDB's buffer pool are read from disk, and a read takes as long as some hundred pages from memory. The first run after a start always does; when it comes again and again, what is read in turn is larger than the pool.",
  find: (view) => {
    const { wholeMs } = view;
    if (wholeMs === undefined || wholeMs < 1) return [];
    return accessesOf(view).flatMap((access) => {
      const stats = objectAt(access.node.facts, "r_engine_stats") ?? {};
      const [ms, pages] = [numberAt(stats, "pages_read_time_ms") ?? 0, numberAt(stats, "pages_read_count") ?? 0];
      const share = Math.min(1, ms / wholeMs);
      if (share < worthTelling || ms < 1) return [];
      return [{
        rule: diskReads.id, node: access.node.id, severity: share < worthChanging ? "info" : "warning", share,
        saw: `${counted(pages, "page")} of ${tableName(access)} ${pages === 1 ? "was" : "were"} not in memory; reading them took ${inMs(ms)}.`,
        matters: `${inPercent(share)} of the time is waiting for the disk.`,
        advice: "Run it again: if the reads are gone, it was the first run after a start or after other work. If not, read fewer pages (a narrower index), or give innodb_buffer_pool_size more.",
      }];
    });
  },
};
