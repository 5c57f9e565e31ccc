import type { PlanRule } from "../../../core/plan/planRule.ts";
export const rules: readonly PlanRule[] = [];
