import type { Plan } from "./plan.ts";
import { countText, msText } from "./planNumbers.ts";

/** "PostgreSQL JSON, executed in 812 ms", "EXPLAIN QUERY PLAN, not executed". */
export function planTitle(plan: Plan): string {
  const ms = plan.executionMs ?? plan.root.actual?.ms;
  if (plan.executed) return `${plan.form}, executed${ms === undefined ? "" : ` in ${msText(ms)}`}`;
  const { cost } = plan.root.estimate;
  return `${plan.form}, not executed${cost === undefined ? "" : `, cost ${countText(cost)}`}`;
}
