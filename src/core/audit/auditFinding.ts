import type { Attempt } from "../access/attempt.ts";
import type { Evidence, Range, Severity } from "../report/report.ts";

/** What a rule found. Its key is rule, object and part: nothing of it changes when the message is written better. */
export interface AuditFinding {
  readonly rule: string;
  /** As reports name objects: "public.orders", "app@%", "shop.orders" of a collection. */
  readonly object: string;
  /** Which policy, column, index, role or account of the object. */
  readonly part?: string;
  /** The tables that it is about, where `object` is what holds them; no part of the key. */
  readonly about?: readonly string[];
  readonly severity: Severity;
  /** Where it stands in a file of the workspace; it is no part of the key, since lines move. */
  readonly file?: string;
  readonly range?: Range;
  /** What is wrong, who gains what by it, in whole sentences. */
  readonly message: string;
  /** What was read that shows it. What was executed is added by the proof. */
  readonly evidence?: readonly Evidence[];
  /** What an attacker would try: it goes through today, and must not after the fix. Absent where nothing can be tried (a missing index). */
  readonly attacks?: readonly Attempt[];
  /** What people are meant to do and what fails because of it: it fails with one of these codes of the server today, and must go through after the fix. */
  readonly breaks?: { readonly attempts: readonly Attempt[]; readonly codes: readonly string[] };
  /** Why nothing is tried, where that is of this finding and not of its rule; a whole sentence. */
  readonly untried?: string;
  /** Absent where only a person can decide what is right. */
  readonly fix?: FixCandidate;
}

/** Statements that would mend it. Offered only after they were executed and the finding was gone. */
export interface FixCandidate {
  readonly title: string;
  readonly statements: readonly string[];
  /** What undoes it. */
  readonly undo: readonly string[];
}

/** Has it anything that can be executed? */
export function isTriable({ attacks, breaks, fix }: AuditFinding): boolean {
  return attacks !== undefined || breaks !== undefined || fix !== undefined;
}

/** Identifies a finding over time: for dismissals, the baseline, the trend and SARIF's fingerprints. */
export function findingKey(finding: Pick<AuditFinding, "rule" | "object" | "part">): string {
  return [finding.rule, finding.object, ...(finding.part === undefined ? [] : [finding.part])].join(" ");
}
