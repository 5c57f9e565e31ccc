import type { OrderRules } from "../../core/order/orderInput.ts";

export const orderRules: OrderRules = { defaultSchema: "", ownSchemas: [""], dropsAreChecked: false, keysAreChecked: false, enumValuesNeedCommit: false, indexesPerTable: true, scriptIsList: true };
