import type { PlanRule } from "../../../core/plan/planRule.ts";

/** What may be seen in a plan of PostgreSQL. */
export const rules: readonly PlanRule[] = [];
