import { wholeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inMs, inPercent } from "../../../../core/plan/words.ts";
import { isRaw, numberOf } from "../raw.ts";
import type { Raw } from "../raw.ts";

export const jitShare = wholeRule(
  {
    id: "plan/jit-share",
    title: "Compiling takes a large part",
    why: "JIT compiles the expressions of a statement whose cost is above jit_above_cost, and inlines and optimises above two further limits. It pays for long statements alone; an estimate that is too high, or many partitions, makes it run where it does not pay.",
  },
  ({ plan }) => {
    const jit = plan.facts["JIT"];
    if (!isRaw(jit) || !isRaw(jit["Timing"]) || plan.executionMs === undefined || plan.executionMs <= 0) return undefined;
    const timing = jit["Timing"];
    const total = numberOf(timing, "Total") ?? 0;
    const share = total / plan.executionMs;
    if (share < 0.1 || total < 5) return undefined;
    const options = isRaw(jit["Options"]) ? jit["Options"] : {};
    const used = ["Inlining", "Optimization", "Expressions", "Deforming"].filter((name) => options[name] === true);
    const [slowest, ms] = ["Generation", "Inlining", "Optimization", "Emission"].map((name) => [name, partOf(timing, name)] as const).sort((a, b) => b[1] - a[1])[0]!;
    return {
      saw: `JIT compiled ${numberOf(jit, "Functions") ?? 0} functions in ${inMs(total)} (${used.join(", ").toLowerCase() || "no options"}); most of it was ${slowest.toLowerCase()}, ${inMs(ms)}.`,
      matters: `${inPercent(Math.min(1, share))} of the execution is compiling: ${inMs(total)} of ${inMs(plan.executionMs)}.`,
      share: Math.min(1, share),
      advice: options["Inlining"] === true || options["Optimization"] === true ? "Raise jit_above_cost (and jit_inline_above_cost, jit_optimize_above_cost) above the cost of this statement, or switch jit off for it." : "Raise jit_above_cost above the cost of this statement, or switch jit off for it.",
      sql: "SET LOCAL jit = off",
    };
  },
);

/** From version 17 on the generation has parts of its own. */
function partOf(timing: Raw, name: string): number {
  const part = timing[name];
  return isRaw(part) ? (numberOf(part, "Total") ?? 0) : (numberOf(timing, name) ?? 0);
}
