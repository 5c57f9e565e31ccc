import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import type { Evidence } from "../../../core/report/report.ts";

/** What trying one finding showed. */
export interface Proof {
  readonly finding: AuditFinding;
  /** "through": an attack went through; "denied": all were tried and none did; "failed": it could not be tried; "none": there is nothing to try. */
  readonly attack: "through" | "denied" | "failed" | "none";
  readonly fix: FixVerdict;
  /** What was executed and came back. */
  readonly evidence: readonly Evidence[];
}

export type FixVerdict =
  | { readonly verdict: "none" }
  | { readonly verdict: "proven" }
  /** It was tried and is not offered, or could not be tried. `why` ends a sentence: "the finding was still there". */
  | { readonly verdict: "refused"; readonly why: string };

/** What a whole trial gave. */
export interface Proofs {
  readonly proofs: readonly Proof[];
  /** Where it ran; null where nothing ran. */
  readonly places: readonly string[];
  /** Why nothing, or not all, could be tried. */
  readonly problems: readonly string[];
}
