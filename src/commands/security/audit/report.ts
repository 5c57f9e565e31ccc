import type { Sorted } from "../../../core/audit/memory/decisions.ts";
import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { findingKey } from "../../../core/audit/auditFinding.ts";
import type { Counts, Trend } from "../../../core/audit/memory/trend.ts";
import type { AuditRule, AuditScope } from "../../../core/audit/rule.ts";
import { counted } from "../../../core/counted.ts";
import type { Json } from "../../../core/json.ts";
import type { Evidence, Finding, ReportBody } from "../../../core/report/report.ts";
import type { Proof, Proofs } from "./proof.ts";

export interface AuditRun {
  readonly scope: AuditScope;
  readonly rules: readonly AuditRule[];
  readonly unseen: readonly string[];
  readonly sorted: Sorted<AuditFinding>;
  /** All open ones, the worst first. */
  readonly findings: readonly Finding[];
  readonly trend: Trend;
  readonly witness: Witness;
  /** "12 tables and views" */
  readonly size: string;
  readonly files: readonly string[];
}

export interface Witness {
  /** Why nothing was tried; absent where something was. */
  readonly why?: string;
  readonly proofs: Proofs;
  /** What a run that tries things does here, in words. */
  readonly effects: string;
  /** Findings that have something to try and were left out. */
  readonly notTried: number;
}

/** The report of an audit; `failed` where something at error level is open that the baseline does not know. */
export function auditReport(run: AuditRun): ReportBody {
  const { findings, sorted, trend } = run;
  const counts = countsOf(findings);
  const failing = findings.filter((finding) => finding.severity === "error" && finding.known !== true);
  return {
    status: failing.length === 0 ? "passed" : "failed",
    summary: summaryOf(run, counts, failing.length),
    findings,
    evidence: evidenceOf(run),
    data: {
      scope: run.scope,
      counts: { ...counts },
      rules: run.rules.map(({ id, title, why, scope }) => ({ id, title, why, scope, found: findings.filter((finding) => finding.rule === id).length })),
      unseen: run.unseen,
      dismissed: sorted.dismissed.map(({ finding, dismissal }) => ({ key: dismissal.key, rule: finding.rule, severity: finding.severity, object: finding.object, message: finding.message, reason: dismissal.reason, until: dismissal.until ?? null, at: dismissal.at, evidence: (finding.evidence ?? []) as unknown as Json })),
      expired: sorted.expired.map(({ key, reason, until }) => ({ key, reason, until: until ?? null })),
      baseline: sorted.baseline === null ? null : { ...sorted.baseline },
      trend: { since: trend.since, new: trend.new, fixed: trend.fixed, runs: trend.runs.map(({ at, counts: then }) => ({ at, counts: { ...then } })) },
      witness: witnessData(run.witness),
    },
    files: run.files,
  };
}

export function countsOf(findings: readonly Pick<Finding, "severity">[]): Counts {
  const count = (severity: Finding["severity"]): number => findings.filter((finding) => finding.severity === severity).length;
  return { error: count("error"), warning: count("warning"), info: count("info") };
}

function summaryOf({ scope, findings, sorted, witness, rules, size, trend }: AuditRun, counts: Counts, failing: number): string {
  const looked = `${counted(rules.length, "rule")} over ${size}`;
  const dismissed = sorted.dismissed.length === 0 ? "" : ` ${sorted.dismissed.length} dismissed.`;
  if (rules.length === 0) return `This engine has nothing that scope ${scope} looks for.`;
  if (findings.length === 0) return `Nothing was found by ${looked}.${dismissed}`;
  const parts = [counted(counts.error, "error"), counted(counts.warning, "warning"), counted(counts.info, "note")].filter((part) => !part.startsWith("0 "));
  const through = witness.proofs.proofs.filter((proof) => proof.attack === "through").length;
  const proven = witness.proofs.proofs.filter((proof) => proof.fix.verdict === "proven").length;
  const attacked = witness.proofs.proofs.some((proof) => proof.attack !== "none");
  const triable = witness.proofs.proofs.some((proof) => proof.fix.verdict !== "none");
  const told = [...(attacked ? [`${counted(through, "attack")} went through when tried`] : []), ...(triable ? [`${counted(proven, "fix")} proven`] : [])];
  const tried = told.length === 0 ? "" : ` ${told.join(", ")}.`;
  const known = sorted.baseline === null || counts.error === failing ? "" : ` ${counts.error - failing} of the errors ${counts.error - failing === 1 ? "is" : "are"} in the baseline.`;
  const since = trend.since === null || (trend.new.length === 0 && trend.fixed.length === 0) ? "" : ` Since the last audit: ${trend.new.length} new, ${trend.fixed.length} gone.`;
  return `${parts.join(", ")} found by ${looked}.${tried}${known}${dismissed}${since}`;
}

function evidenceOf({ findings, sorted, unseen, witness, trend }: AuditRun): Evidence[] {
  const groups = [...new Set(findings.map((finding) => groupOf(finding.rule)))].sort();
  const row = (name: string, own: readonly Finding[]): (string | number)[] => [name, ...Object.values(countsOf(own)), own.filter((finding) => finding.fix !== undefined).length];
  const decided = sorted.dismissed.map(({ dismissal }) => [dismissal.key, dismissal.reason, dismissal.until ?? "for good"]);
  return [
    ...(groups.length === 0 ? [] : [{ kind: "table" as const, title: "Findings by group", columns: ["Group", "Errors", "Warnings", "Notes", "Proven fixes"], rows: [...groups.map((group) => row(group, findings.filter((finding) => groupOf(finding.rule) === group))), row("all", findings)] }]),
    { kind: "text", title: "How it was looked", text: howText(witness) },
    ...(decided.length === 0 ? [] : [{ kind: "table" as const, title: "Dismissed", columns: ["Key", "Reason", "Until"], rows: decided }]),
    ...(sorted.expired.length === 0 ? [] : [{ kind: "table" as const, title: "Dismissals that are over", columns: ["Key", "Reason", "Until"], rows: sorted.expired.map(({ key, reason, until }) => [key, reason, until ?? ""]) }]),
    ...(sorted.baseline === null ? [] : [{ kind: "text" as const, title: `Baseline of ${sorted.baseline.at.slice(0, 10)}`, text: [`${sorted.baseline.known.length} known, ${sorted.baseline.new.length} new, ${sorted.baseline.gone.length} gone.`, ...listed("New", sorted.baseline.new), ...listed("Gone", sorted.baseline.gone)].join("\n") }]),
    ...(trend.since === null || trend.new.length + trend.fixed.length === 0 ? [] : [{ kind: "text" as const, title: `Since ${trend.since.slice(0, 16).replace("T", " ")} UTC`, text: [...listed("New", trend.new), ...listed("Gone", trend.fixed)].join("\n") }]),
    ...(unseen.length === 0 ? [] : [{ kind: "text" as const, title: "What could not be looked at", text: unseen.join("\n") }]),
  ];
}

function howText({ why, proofs, notTried, effects }: Witness): string {
  if (why !== undefined) return `By reading alone: ${why}. Fixes are offered only where they were tried, so none is.`;
  const tried = proofs.proofs.filter(hasTrial).length;
  const places = proofs.places.length === 0 ? "" : ` ${proofs.places.join(", and ")}`;
  return [
    "The rules read in one go and wrote nothing.",
    tried === 0 ? "Nothing that was found has anything to try." : `${counted(tried, "finding")} of them ${tried === 1 ? "was" : "were"} then tried${places}; fixes of different tables were executed together.\n${effects}`,
    ...(notTried === 0 ? [] : [`${counted(notTried, "finding")} less severe ${notTried === 1 ? "was" : "were"} not tried; --witness tries all.`]),
    ...proofs.problems,
  ].join("\n");
}

function witnessData({ why, proofs, notTried, effects }: Witness) {
  const { proofs: tried, places } = proofs;
  return {
    run: places.length > 0,
    place: places.length === 0 ? null : places.join(", and "),
    why: why ?? null,
    effects,
    tried: tried.filter(hasTrial).length,
    notTried,
    through: tried.filter((proof) => proof.attack === "through").map((proof) => findingKey(proof.finding)),
    broken: tried.filter((proof) => proof.attack === "broken").map((proof) => findingKey(proof.finding)),
    denied: tried.filter((proof) => proof.attack === "denied").map((proof) => findingKey(proof.finding)),
    proven: tried.filter((proof) => proof.fix.verdict === "proven").map((proof) => findingKey(proof.finding)),
    notOffered: tried.flatMap((proof) => (proof.fix.verdict === "refused" ? [{ key: findingKey(proof.finding), fix: proof.finding.fix?.title ?? "", why: proof.fix.why }] : [])),
    problems: proofs.problems,
  };
}

/** Has it an attack or a fix that was tried? */
function hasTrial(proof: Proof): boolean {
  return proof.attack !== "none" || proof.fix.verdict !== "none";
}

const mostListed = 20;

function listed(title: string, keys: readonly string[]): string[] {
  return [...keys.slice(0, mostListed).map((key) => `${title}: ${key}`), ...(keys.length > mostListed ? [`… and ${keys.length - mostListed} more`] : [])];
}

function groupOf(rule: string): string {
  return rule.split("/", 1)[0]!;
}
