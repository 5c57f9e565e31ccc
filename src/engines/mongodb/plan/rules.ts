import type { PlanRule } from "../../../core/plan/planRule.ts";
import { closeRace } from "./rules/closeRace.ts";
import { collectionScan } from "./rules/collectionScan.ts";
import { diskGroup } from "./rules/diskGroup.ts";
import { diskSort } from "./rules/diskSort.ts";
import { earlyProject } from "./rules/earlyProject.ts";
import { esrOrder } from "./rules/esrOrder.ts";
import { examinedRatio } from "./rules/examinedRatio.ts";
import { facetScan } from "./rules/facetScan.ts";
import { fetchFilter } from "./rules/fetchFilter.ts";
import { forcedPlan } from "./rules/forcedPlan.ts";
import { fullIndexScan } from "./rules/fullIndexScan.ts";
import { indexIntersection } from "./rules/indexIntersection.ts";
import { javascript } from "./rules/javascript.ts";
import { keysExamined } from "./rules/keysExamined.ts";
import { largeSkip } from "./rules/largeSkip.ts";
import { lateMatch } from "./rules/lateMatch.ts";
import { lookupWithoutIndex } from "./rules/lookupWithoutIndex.ts";
import { memorySort } from "./rules/memorySort.ts";
import { multikeyBounds } from "./rules/multikeyBounds.ts";
import { negationBounds } from "./rules/negationBounds.ts";
import { notCovered } from "./rules/notCovered.ts";
import { orBranch } from "./rules/orBranch.ts";
import { orphans } from "./rules/orphans.ts";
import { regexScan } from "./rules/regexScan.ts";
import { scatterGather } from "./rules/scatterGather.ts";
import { shardsDiffer } from "./rules/shardsDiffer.ts";
import { textOrGeo } from "./rules/textOrGeo.ts";

/** What may be seen in a plan of MongoDB. */
export const rules: readonly PlanRule[] = [
  collectionScan, orBranch, fetchFilter, keysExamined, examinedRatio, fullIndexScan, negationBounds, regexScan, multikeyBounds, indexIntersection,
  memorySort, diskSort, esrOrder, notCovered, diskGroup, lookupWithoutIndex, facetScan, lateMatch, earlyProject, largeSkip, javascript, textOrGeo,
  closeRace, forcedPlan, shardsDiffer, scatterGather, orphans,
];
