import type { Plan } from "../../../core/plan/plan.ts";

/** One thing that was done in a guided session, for the report at its end. */
export interface Step {
  readonly what: "plan" | "run" | "try" | "keep" | "discard" | "migration";
  readonly words: string;
  readonly plan?: Plan;
  /** The index that it was about, for people. */
  readonly index?: string;
  readonly before?: number;
  readonly after?: number;
  readonly unit?: string;
  /** "keep": the plan with the indexes, as the engine shows it where they were tried. */
  readonly planAfter?: string;
  /** "keep": what makes the indexes. */
  readonly statements?: readonly string[];
  readonly files?: readonly string[];
}
