import type { AuditFinding } from "../auditFinding.ts";
import { findingKey } from "../auditFinding.ts";

/** A finding that a person accepted. */
export interface Dismissal {
  readonly key: string;
  /** A decision about one engine's database says nothing about another's of the same names. */
  readonly engine: string;
  readonly reason: string;
  /** The last day on which it holds, "2027-06-30"; absent: for good. */
  readonly until?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What was known of one engine's databases when somebody drew the line. */
export interface Baseline {
  readonly engine: string;
  readonly at: string;
  readonly keys: readonly string[];
}

/** What people decided about findings; `.data-engineer/audit/decisions.json`. It is shared with the team, so it names no connection. */
export interface Decisions {
  readonly dismissed: readonly Dismissal[];
  readonly baselines: readonly Baseline[];
}

export const noDecisions: Decisions = { dismissed: [], baselines: [] };

/** With this dismissal, in place of an older one of the same finding. */
export function withDismissal(decisions: Decisions, dismissal: Dismissal): Decisions {
  const others = decisions.dismissed.filter((other) => other.key !== dismissal.key || other.engine !== dismissal.engine);
  return { ...decisions, dismissed: [...others, dismissal].sort((a, b) => (a.engine + a.key < b.engine + b.key ? -1 : 1)) };
}

/** Without the dismissal of a finding; the same decisions where there is none. */
export function withoutDismissal(decisions: Decisions, key: string, engine: string): Decisions {
  const left = decisions.dismissed.filter((one) => one.key !== key || one.engine !== engine);
  return left.length === decisions.dismissed.length ? decisions : { ...decisions, dismissed: left };
}

/** With a new baseline; what it knew of rules that `looked` leaves out stays known. */
export function withBaseline(decisions: Decisions, engine: string, at: string, keys: readonly string[], looked: ReadonlySet<string>): Decisions {
  const before = decisions.baselines.find((baseline) => baseline.engine === engine)?.keys ?? [];
  const all = new Set([...before.filter((key) => !looked.has(ruleOf(key))), ...keys]);
  return { ...decisions, baselines: [...decisions.baselines.filter((baseline) => baseline.engine !== engine), { engine, at, keys: [...all].sort() }] };
}

/** What was found, by what people decided about it. */
export interface Sorted<Found extends AuditFinding> {
  readonly open: readonly Found[];
  readonly dismissed: readonly { readonly finding: Found; readonly dismissal: Dismissal }[];
  /** Dismissals that no longer hold; what they were about is open again where it is still found. */
  readonly expired: readonly Dismissal[];
  /** Null where no baseline was drawn. */
  readonly baseline: { readonly at: string; readonly known: readonly string[]; readonly new: readonly string[]; readonly gone: readonly string[] } | null;
}

/** Sorts findings by the decisions about them. `today`: "2026-11-22", UTC. `looked`: the rules that this run looked for; others' keys are not called gone. */
export function sortByDecisions<Found extends AuditFinding>(findings: readonly Found[], decisions: Decisions, engine: string, today: string, looked: ReadonlySet<string>): Sorted<Found> {
  const own = decisions.dismissed.filter((dismissal) => dismissal.engine === engine);
  const holding = new Map(own.filter((dismissal) => !isExpired(dismissal, today)).map((dismissal) => [dismissal.key, dismissal]));
  const open: Found[] = [];
  const dismissed: { finding: Found; dismissal: Dismissal }[] = [];
  for (const finding of findings) {
    const dismissal = holding.get(findingKey(finding));
    if (dismissal === undefined) open.push(finding);
    else dismissed.push({ finding, dismissal });
  }
  const drawn = decisions.baselines.find((baseline) => baseline.engine === engine);
  const found = new Set(findings.map(findingKey));
  return {
    open,
    dismissed,
    expired: own.filter((dismissal) => isExpired(dismissal, today) && looked.has(ruleOf(dismissal.key))),
    baseline: drawn === undefined ? null : {
      at: drawn.at,
      known: open.map(findingKey).filter((key) => drawn.keys.includes(key)),
      new: open.map(findingKey).filter((key) => !drawn.keys.includes(key)),
      gone: drawn.keys.filter((key) => looked.has(ruleOf(key)) && !found.has(key)),
    },
  };
}

/** The rule of a finding's key: rules have no blanks. */
export function ruleOf(key: string): string {
  return key.split(" ", 1)[0] ?? key;
}

function isExpired(dismissal: Dismissal, today: string): boolean {
  return dismissal.until !== undefined && dismissal.until < today;
}
