import type { OrderRules } from "../../core/order/orderInput.ts";
import type { Flavour } from "./flavourName.ts";

/** What the order of statements depends on; the flavours agree. */
export function orderRules(_flavour: Flavour): OrderRules {
  return { defaultSchema: "", ownSchemas: ["mysql", "information_schema", "performance_schema", "sys"], dropsAreChecked: true, keysAreChecked: true, enumValuesNeedCommit: false };
}
