import type { RunPlan } from "./plan.ts";

/** What of a script is left to run from a statement on. */
export function remaining(plan: RunPlan, from: number): RunPlan {
  const left = new Set(plan.statements.slice(from));
  const steps = plan.steps.map((step) => ({ ...step, statements: step.statements.filter((statement) => left.has(statement)) })).filter((step) => step.statements.length > 0);
  return { ...plan, steps, statements: [...left] };
}
