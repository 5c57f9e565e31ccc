import type { PlanRule } from "../../../core/plan/planRule.ts";
import { neverExecuted } from "../../../core/plan/rules/neverExecuted.ts";
import { planningShare } from "../../../core/plan/rules/planningShare.ts";
import { allPairs } from "./rules/allPairs.ts";
import { cartesian } from "./rules/cartesian.ts";
import { collationConversion } from "./rules/collationConversion.ts";
import { conditionBehindRange } from "./rules/conditionBehindRange.ts";
import { costShare } from "./rules/costShare.ts";
import { dependentSubquery } from "./rules/dependentSubquery.ts";
import { derivedWithoutKey } from "./rules/derivedWithoutKey.ts";
import { diskReads } from "./rules/diskReads.ts";
import { estimates } from "./rules/estimates.ts";
import { filesort } from "./rules/filesort.ts";
import { filterAfterIndex } from "./rules/filterAfterIndex.ts";
import { fullIndexScan } from "./rules/fullIndexScan.ts";
import { fullScan } from "./rules/fullScan.ts";
import { functionOnColumn } from "./rules/functionOnColumn.ts";
import { hashForFew } from "./rules/hashForFew.ts";
import { implicitConversion } from "./rules/implicitConversion.ts";
import { impossible } from "./rules/impossible.ts";
import { indexMerge } from "./rules/indexMerge.ts";
import { keyPrefix } from "./rules/keyPrefix.ts";
import { knownIndexPassedOver } from "./rules/knownIndexPassedOver.ts";
import { largeOffset } from "./rules/largeOffset.ts";
import { leadingWildcard } from "./rules/leadingWildcard.ts";
import { manyLoops } from "./rules/manyLoops.ts";
import { materializedForFew } from "./rules/materializedForFew.ts";
import { orderedScan } from "./rules/orderedScan.ts";
import { orOverColumns } from "./rules/orOverColumns.ts";
import { randomOrder } from "./rules/randomOrder.ts";
import { rangeChecked } from "./rules/rangeChecked.ts";
import { rowsExamined } from "./rules/rowsExamined.ts";
import { sortPasses } from "./rules/sortPasses.ts";
import { temporaryTable } from "./rules/temporaryTable.ts";
import { topOfAll } from "./rules/topOfAll.ts";
import { uncoveredIndexScan } from "./rules/uncoveredIndexScan.ts";
import { uncoveredLookups } from "./rules/uncoveredLookups.ts";
import { unionWithoutDuplicates } from "./rules/unionWithoutDuplicates.ts";
import { writeScan } from "./rules/writeScan.ts";

/** What may be seen in plans of MySQL and MariaDB. */
export const planRules: readonly PlanRule[] = [
  fullScan, knownIndexPassedOver, fullIndexScan, uncoveredIndexScan, rowsExamined, filterAfterIndex, conditionBehindRange, keyPrefix,
  functionOnColumn, implicitConversion, collationConversion, leadingWildcard, orOverColumns,
  filesort, topOfAll, sortPasses, randomOrder, orderedScan, largeOffset, temporaryTable,
  allPairs, cartesian, hashForFew, manyLoops, uncoveredLookups, indexMerge, rangeChecked,
  dependentSubquery, materializedForFew, derivedWithoutKey, unionWithoutDuplicates,
  diskReads, estimates, costShare, writeScan, impossible, neverExecuted, planningShare,
];
