import type { Dialect } from "../core/engineId.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { PlanRule } from "../core/plan/planRule.ts";

/** Reads the plans of one engine and knows what may be seen in them; `Engine.plans`. Needs no server. */
export interface PlanLanguage {
  /** Could this text be a plan of this engine? Cheap; for texts that nobody said the engine of. */
  looksLike(text: string): boolean;
  /** Total: a text that is no plan gives the reason. */
  read(text: string, options?: ReadOptions): PlanReading;
  /** The engine's own rules and those of core/plan that make sense for it. */
  readonly rules: readonly PlanRule[];
}

export interface ReadOptions {
  /** The statement that it is the plan of, where it is known. */
  readonly query?: string;
  /** MariaDB and MySQL write theirs differently; absent: told from the text. */
  readonly dialect?: Dialect;
}

/** `at`: where in the text, in UTF-16 units. */
export type PlanReading = { readonly plan: Plan } | { readonly reason: string; readonly at?: number };
