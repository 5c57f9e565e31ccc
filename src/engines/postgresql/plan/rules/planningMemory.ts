import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inBytes, inMs } from "../../../../core/plan/words.ts";
import { counted } from "../../../../core/counted.ts";
import { isRaw, numberOf } from "../raw.ts";

const manyBlocks = 500;
const muchMemory = 4 * 1024 * 1024;

/** What planning alone read and held. */
export const planningMemory: PlanRule = {
  id: "plan/planning-memory",
  title: "Planning reads or holds much",
  why: "Planning reads the system catalogs and the statistics of each table, index and partition that it considers, and holds all ways that it compares. The first statement of a session reads them anew. The lines are 500 pages that came from outside the cache, and 4 MB (MEMORY, from version 17).",
  find: ({ plan }) => {
    const planning = plan.facts["Planning"];
    if (!isRaw(planning) || plan.planningMs === undefined || plan.planningMs < 5) return [];
    const read = numberOf(planning, "Shared Read Blocks") ?? 0;
    const hit = numberOf(planning, "Shared Hit Blocks") ?? 0;
    const memory = (numberOf(planning, "Memory Used") ?? 0) * 1024;
    if (read < manyBlocks && hit < manyBlocks * 4 && memory < muchMemory) return [];
    const share = plan.executionMs === undefined ? undefined : plan.planningMs / (plan.planningMs + plan.executionMs);
    return [
      {
        rule: "plan/planning-memory",
        severity: "info",
        saw: `Planning read ${counted(hit + read, "page")}${read > 0 ? ` (${counted(read, "page")} from outside the cache)` : ""}${memory > 0 ? ` and held ${inBytes(memory)}` : ""}, in ${inMs(plan.planningMs)}.`,
        matters: "Each session pays for it with its first such statement, and each planning for its memory.",
        ...(share === undefined ? {} : { share }),
        advice: "Name fewer partitions and views of views in the statement, keep sessions in a pool, and prepare what is run often.",
      },
    ];
  },
};
