import { bloat } from "./rules/bloat.ts";
import { coldTable } from "./rules/coldTable.ts";
import { coldUpdates } from "./rules/coldUpdates.ts";
import { deadRows } from "./rules/deadRows.ts";
import { hotStatement } from "./rules/hotStatement.ts";
import { readWhole } from "./rules/readWhole.ts";
import { schemaIndexes } from "./rules/schemaIndexes.ts";
import { serverFacts } from "./rules/serverFacts.ts";
import { staleStatistics } from "./rules/staleStatistics.ts";
import { unusedIndex } from "./rules/unusedIndex.ts";
import { idleTransactions, lockWaits, longTransactions } from "./rules/waits.ts";
import { wraparound } from "./rules/wraparound.ts";
import type { WorkRule } from "./workRule.ts";

export const workRules: readonly WorkRule[] = [hotStatement, lockWaits, idleTransactions, longTransactions, readWhole, schemaIndexes, unusedIndex, deadRows, staleStatistics, bloat, coldTable, coldUpdates, wraparound, serverFacts];
