import type { OrderRules } from "../../core/order/orderInput.ts";
import { temporarySchema } from "./facts/state.ts";
import type { Flavour } from "./flavourName.ts";

/** MySQL 8.4 is the first that refuses a foreign key to columns without a unique key of their own (restrict_fk_on_non_standard_key); MariaDB takes any index. */
const mysqlNeedsUniqueKeys = 80_400;

/** What the order of statements depends on. `version` absent: the newest. */
export function orderRules(flavour: Flavour, version?: number): OrderRules {
  return {
    defaultSchema: "",
    ownSchemas: ["mysql", "information_schema", "performance_schema", "sys"],
    dropsAreChecked: true,
    keysAreChecked: true,
    enumValuesNeedCommit: false,
    temporarySchema,
    indexesPerTable: true,
    anyIndexIsKey: flavour === "mariadb" || (version !== undefined && version < mysqlNeedsUniqueKeys),
    constraintsHoldColumns: true,
    caseOfTablesVaries: true,
    dropsInTurn: flavour === "mariadb",
  };
}
