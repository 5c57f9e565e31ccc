import type { CatalogRule } from "../catalogRule.ts";
import { awkwardNames } from "./awkwardNames.ts";
import { booleanAsText, columnTypes } from "./columnTypes.ts";
import { columnTypeDiffers, isolatedTables, requiredCircle } from "./consistency.ts";
import { counterCycles, counterExhaustion } from "./counters.ts";
import { nullableDiscriminator } from "./discriminators.ts";
import { duplicateForeignKey, foreignKeyTargetMissing, foreignKeyTargetNotUnique, noDeleteDecision, selfForeignKey } from "./foreignKeyForms.ts";
import { foreignKeyTypes } from "./foreignKeyTypes.ts";
import { foreignKeyWithoutIndex } from "./foreignKeyWithoutIndex.ts";
import { missingForeignKey } from "./missingForeignKey.ts";
import { noPrimaryKey } from "./noPrimaryKey.ts";
import { notEnforced, notValidated } from "./notValidated.ts";
import { nullableCompositeForeignKey, nullableUnique } from "./nullableKeys.ts";
import { duplicateIndex, redundantIndex, uniqueRedundantWithKey } from "./redundantIndexes.ts";
import { disabledTrigger, invalidIndex, unloggedTable } from "./states.ts";
import { missingTimestamps } from "./timestamps.ts";
import { undocumented } from "./undocumented.ts";

/** What is looked for in the structure of every engine's tables. */
export const integrityRules: readonly CatalogRule[] = [
  noPrimaryKey,
  foreignKeyWithoutIndex,
  foreignKeyTypes,
  foreignKeyTargetMissing,
  foreignKeyTargetNotUnique,
  duplicateForeignKey,
  missingForeignKey,
  selfForeignKey,
  noDeleteDecision,
  requiredCircle,
  notValidated,
  notEnforced,
  duplicateIndex,
  redundantIndex,
  uniqueRedundantWithKey,
  invalidIndex,
  disabledTrigger,
  unloggedTable,
  counterExhaustion,
  counterCycles,
  nullableUnique,
  nullableCompositeForeignKey,
  nullableDiscriminator,
  columnTypeDiffers,
  ...columnTypes,
  booleanAsText,
  missingTimestamps,
  undocumented,
  isolatedTables,
  awkwardNames,
];
