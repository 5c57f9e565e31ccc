import { count, fields, flag, list, oneOf, text } from "../shape.ts";
import type { Shaped } from "../shape.ts";
import { severity, shownTarget } from "../shown.ts";
import { shownPlan } from "./plan.ts";

const shownDiagnostic = fields({ rule: text, severity, saw: text, matters: text }, { node: count, share: count, advice: text, sql: text });
export type ShownDiagnostic = Shaped<typeof shownDiagnostic>;

const shownSuggestion = fields({ title: text, text }, { sql: text, proven: flag });
export type ShownSuggestion = Shaped<typeof shownSuggestion>;

/** Nodes by their places in the lists of their plans. */
const shownPair = fields({ state: oneOf("same", "changed", "new", "gone"), words: text, /** Of its time, else its cost: "7.5 times faster". */ change: text }, { before: count, after: count });
export type ShownPair = Shaped<typeof shownPair>;

const shownTotal = fields({ name: text, before: text, after: text, words: text, good: oneOf("better", "worse", "same", "unknown") });
export type ShownTotal = Shaped<typeof shownTotal>;

const shownComparison = fields({ totals: list(shownTotal), pairs: list(shownPair), words: text });
export type ShownComparison = Shaped<typeof shownComparison>;

/** A report of analyze-performance as the panel shows it: made from a report that the agent has already redacted. */
export const explainView = fields(
  {
    command: text,
    title: text,
    /** ISO 8601. */
    at: text,
    status: oneOf("passed", "failed", "refused", "cancelled"),
    summary: text,
    diagnostics: list(shownDiagnostic),
    suggestions: list(shownSuggestion),
    /** Whether this window knows how the report came about, so that it can run again. */
    mayRerun: flag,
    /** Whether this window showed another plan before, to compare with. */
    mayComparePrevious: flag,
    /** Whether the server was asked, so that it can be asked what two users would have. */
    mayCompareUsers: flag,
  },
  {
    target: shownTarget,
    plan: shownPlan,
    before: shownPlan,
    comparison: shownComparison,
    /** The text that could not be read as a plan, and why. */
    raw: text,
    reason: text,
  },
);
export type ExplainView = Shaped<typeof explainView>;
