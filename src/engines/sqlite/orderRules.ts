import type { OrderRules } from "../../core/order/orderInput.ts";

export const orderRules: OrderRules = { defaultSchema: "main", ownSchemas: ["main", "temp"], dropsAreChecked: false, keysAreChecked: false, enumValuesNeedCommit: false, triggersPerSchema: true };
