import type { PlanRule } from "../../../core/plan/planRule.ts";
import { affinityMismatch } from "./rules/affinityMismatch.ts";
import { automaticIndex } from "./rules/automaticIndex.ts";
import { correlatedSubquery } from "./rules/correlatedSubquery.ts";
import { coveringScan } from "./rules/coveringScan.ts";
import { crossJoin } from "./rules/crossJoin.ts";
import { fullScan } from "./rules/fullScan.ts";
import { innerScan } from "./rules/innerScan.ts";
import { largeOffset } from "./rules/largeOffset.ts";
import { likeWithoutIndex } from "./rules/likeWithoutIndex.ts";
import { multiIndexOr } from "./rules/multiIndexOr.ts";
import { notInSubquery } from "./rules/notInSubquery.ts";
import { poorSearch } from "./rules/poorSearch.ts";
import { shellAdvice } from "./rules/shellAdvice.ts";
import { skipScan } from "./rules/skipScan.ts";
import { statistics } from "./rules/statistics.ts";
import { temporaryDistinct } from "./rules/temporaryDistinct.ts";
import { temporaryGroup } from "./rules/temporaryGroup.ts";
import { temporarySort } from "./rules/temporarySort.ts";
import { wrappedColumn } from "./rules/wrappedColumn.ts";

/** What may be seen in a plan of SQLite. */
export const rules: readonly PlanRule[] = [
  fullScan, innerScan, crossJoin, automaticIndex, coveringScan, poorSearch, wrappedColumn, affinityMismatch, likeWithoutIndex,
  temporarySort, temporaryGroup, temporaryDistinct, correlatedSubquery, multiIndexOr, skipScan, notInSubquery, largeOffset, statistics, shellAdvice,
];
