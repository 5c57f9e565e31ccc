import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { AuditFinding } from "../../../core/audit/auditFinding.ts";

/** What trying one finding showed. */
export interface Proof {
  readonly finding: AuditFinding;
  /**
   * "through": an attack went through; "broken": what people are meant to do failed as was told; "denied": all were tried and none did, or all of it works;
   * "failed": it could not be tried; "none": there is nothing to try.
   */
  readonly attack: "through" | "broken" | "denied" | "failed" | "none";
  readonly fix: FixVerdict;
  /** What was tried, attacks first. */
  readonly attempts: readonly TriedAttempt[];
  /** Why nothing could be tried, in the words of whoever refused it. */
  readonly failure?: string;
}

export interface TriedAttempt {
  readonly attempt: Attempt;
  /** An attack must not go through; else it is what somebody is meant to do, and must. */
  readonly attack: boolean;
  /** Set where people are meant to do it and it fails today: the codes that tell this failure from others. */
  readonly breaks?: readonly string[];
  readonly before: Outcome;
  /** With the fix in place; absent where it was not tried so far. */
  readonly after?: Outcome;
}

export type FixVerdict =
  | { readonly verdict: "none" }
  /** `uncovers`: lighter findings about the same object that show once it is mended. */
  | { readonly verdict: "proven"; readonly uncovers: readonly string[] }
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
