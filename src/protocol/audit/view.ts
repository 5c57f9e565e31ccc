import { count, fields, flag, list, oneOf, text } from "../shape.ts";
import type { Shaped } from "../shape.ts";
import { severity, shownEvidence, shownTarget } from "../shown.ts";

const shownFix = fields({ title: text, script: text, proven: flag }, { undo: text });

const shownFinding = fields(
  {
    key: text,
    rule: text,
    /** The rule's first word: "rls", "schema". */
    group: text,
    severity,
    message: text,
    object: text,
    state: oneOf("new", "known", "dismissed"),
    /** Whether it was tried in a run that left nothing behind: somebody got through, what people are meant to do failed, nobody got through, nobody tried. */
    tried: oneOf("through", "broken", "denied", "no"),
    evidence: list(shownEvidence),
  },
  {
    fix: shownFix,
    /** Why it was dismissed, and the day from which it is told again. */
    dismissed: fields({ reason: text }, { until: text }),
  },
);
export type ShownFinding = Shaped<typeof shownFinding>;

const shownAttempt = fields({ row: text, verdict: oneOf("allowed", "denied", "error"), words: text, evidence: list(shownEvidence) });
export type ShownAttempt = Shaped<typeof shownAttempt>;

/** Who tried what with which object; numbers are places in the lists. */
const shownMatrix = fields({
  identities: list(text),
  operations: list(text),
  objects: list(fields({ name: text, form: text })),
  cells: list(fields({ object: count, identity: count, operation: count, attempts: list(shownAttempt) })),
});
export type ShownMatrix = Shaped<typeof shownMatrix>;
export type ShownCell = ShownMatrix["cells"][number];

/** One audit or one test as a user, as the panel shows it: made from a report that the agent has already redacted. */
export const auditView = fields(
  {
    command: text,
    title: text,
    /** ISO 8601. */
    at: text,
    status: oneOf("passed", "failed", "refused", "cancelled"),
    summary: text,
    durationMs: count,
    findings: list(shownFinding),
    /** What could not be looked at, and what to do to have it. */
    unseen: list(text),
    /** Evidence of the report as a whole. */
    evidence: list(shownEvidence),
    /** Whether findings can be dismissed: a run that keeps decisions. */
    mayDismiss: flag,
    /** Whether this window knows how the report came about, so that it can run again. */
    mayRerun: flag,
  },
  { target: shownTarget, trend: fields({ since: text, words: text }), matrix: shownMatrix },
);
export type AuditView = Shaped<typeof auditView>;
