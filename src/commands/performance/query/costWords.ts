import type { Plan } from "../../../core/plan/plan.ts";
import { durationText } from "../../../core/report/render/cell.ts";

/** "Executed in 12 ms", "Planned, not executed, at a cost of 7043". */
export function costWords(plan: Plan): string {
  const ms = plan.executionMs ?? plan.root.actual?.ms;
  if (plan.executed && ms !== undefined) return `Executed in ${durationText(ms)}`;
  return plan.root.estimate.cost === undefined ? (plan.executed ? "Executed" : "Planned, not executed") : `Planned, not executed, at a cost of ${Math.round(plan.root.estimate.cost)}`;
}

/** ", 3.4 times as much" of what the other took: of times where both were executed, else of costs; "" where the two were not measured alike. */
export function ratioWords(other: Plan, plan: Plan): string {
  const measure = (one: Plan): number | undefined => (other.executed && plan.executed ? (one.executionMs ?? one.root.actual?.ms) : other.executed === plan.executed ? one.root.estimate.cost : undefined);
  const [before, after] = [measure(other), measure(plan)];
  return before === undefined || after === undefined || after <= 0 ? "" : ` ${(before / after).toFixed(before / after < 10 ? 1 : 0)} times as much`;
}
