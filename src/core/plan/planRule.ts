import type { Severity } from "../report/report.ts";
import type { PlanView } from "./planView.ts";

/** What may be seen in a plan. A rule is a pure function over one plan; it says nothing where the numbers do not carry it. */
export interface PlanRule {
  /** `plan/<what was seen>`, stable: "plan/sort-on-disk". */
  readonly id: string;
  readonly title: string;
  /** Why it costs, and when it does not, in two or three sentences; with the source of a threshold. */
  readonly why: string;
  find(view: PlanView): readonly PlanDiagnostic[];
}

export interface PlanDiagnostic {
  readonly rule: string;
  /** "warning": worth changing here; "info": worth knowing. "error": the plan does what nobody can have meant. */
  readonly severity: Severity;
  /** Absent: of the whole plan. */
  readonly node?: number;
  /** With the numbers of this plan. */
  readonly saw: string;
  /** What it costs here: the share of the time (or of the cost, where nothing was executed). */
  readonly matters: string;
  /** 0 to 1: how much of the whole is spent where it was seen; the worst are told first. */
  readonly share?: number;
  /** What to do; absent where the plan alone cannot tell. */
  readonly advice?: string;
  /** A statement that does it. It is a suggestion that nobody tried, and is told so. */
  readonly sql?: string;
}
