import type { PlanRule } from "../../../core/plan/planRule.ts";

/** What may be seen in plans of MySQL and MariaDB. */
export const planRules: readonly PlanRule[] = [];
