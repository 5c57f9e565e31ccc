import type { PlanRule } from "../../../core/plan/planRule.ts";
import { hotNode } from "../../../core/plan/rules/hotNode.ts";
import { neverExecuted } from "../../../core/plan/rules/neverExecuted.ts";
import { planningShare } from "../../../core/plan/rules/planningShare.ts";
import { avoidableSort } from "./rules/avoidableSort.ts";
import { bitmapAnd } from "./rules/bitmapAnd.ts";
import { changedSettings } from "./rules/changedSettings.ts";
import { correlatedSubplan } from "./rules/correlatedSubplan.ts";
import { cteMaterialised } from "./rules/cteMaterialised.ts";
import { disabledNode } from "./rules/disabledNode.ts";
import { emptyArray } from "./rules/emptyArray.ts";
import { estimates } from "./rules/estimates.ts";
import { foreignFilter } from "./rules/foreignFilter.ts";
import { functionRows } from "./rules/functionRows.ts";
import { hashOnDisk } from "./rules/hashOnDisk.ts";
import { heapFetches } from "./rules/heapFetches.ts";
import { indexFilterDiscards } from "./rules/indexFilterDiscards.ts";
import { initPlanCost } from "./rules/initPlanCost.ts";
import { jitShare } from "./rules/jitShare.ts";
import { joinFilterOr } from "./rules/joinFilterOr.ts";
import { largeOffset } from "./rules/largeOffset.ts";
import { lockRows } from "./rules/lockRows.ts";
import { lossyBitmap } from "./rules/lossyBitmap.ts";
import { manyLoops } from "./rules/manyLoops.ts";
import { memoizeEvicts } from "./rules/memoizeEvicts.ts";
import { memoryNeeded } from "./rules/memoryNeeded.ts";
import { mergeSorts } from "./rules/mergeSorts.ts";
import { notSargable } from "./rules/notSargable.ts";
import { orderLimitIndex } from "./rules/orderLimitIndex.ts";
import { pageImages } from "./rules/pageImages.ts";
import { parallelSkew } from "./rules/parallelSkew.ts";
import { partitions } from "./rules/partitions.ts";
import { planningMemory } from "./rules/planningMemory.ts";
import { prunedLate } from "./rules/prunedLate.ts";
import { readFromDisk } from "./rules/readFromDisk.ts";
import { recheckDiscards } from "./rules/recheckDiscards.ts";
import { roundedRows } from "./rules/roundedRows.ts";
import { rowSecurity } from "./rules/rowSecurity.ts";
import { scanDiscards } from "./rules/scanDiscards.ts";
import { serialization } from "./rules/serialization.ts";
import { sortOnDisk } from "./rules/sortOnDisk.ts";
import { staleStatistics } from "./rules/staleStatistics.ts";
import { temporaryFiles } from "./rules/temporaryFiles.ts";
import { triggerShare } from "./rules/triggerShare.ts";
import { updateNotHot } from "./rules/updateNotHot.ts";
import { workersMissing } from "./rules/workersMissing.ts";

/** What may be seen in a plan of PostgreSQL. */
export const rules: readonly PlanRule[] = [
  hotNode,
  planningShare,
  neverExecuted,
  avoidableSort,
  bitmapAnd,
  changedSettings,
  correlatedSubplan,
  cteMaterialised,
  disabledNode,
  emptyArray,
  estimates,
  foreignFilter,
  functionRows,
  hashOnDisk,
  heapFetches,
  indexFilterDiscards,
  initPlanCost,
  jitShare,
  joinFilterOr,
  largeOffset,
  lockRows,
  lossyBitmap,
  manyLoops,
  memoizeEvicts,
  memoryNeeded,
  mergeSorts,
  notSargable,
  orderLimitIndex,
  pageImages,
  parallelSkew,
  partitions,
  planningMemory,
  prunedLate,
  readFromDisk,
  recheckDiscards,
  roundedRows,
  rowSecurity,
  scanDiscards,
  serialization,
  sortOnDisk,
  staleStatistics,
  temporaryFiles,
  triggerShare,
  updateNotHot,
  workersMissing,
];
