import type { OrderRules } from "../../core/order/orderInput.ts";

export const orderRules: OrderRules = { defaultSchema: "public", ownSchemas: ["public", "pg_catalog", "information_schema", "pg_temp", "pg_toast"], dropsAreChecked: true, keysAreChecked: true, enumValuesNeedCommit: true };
