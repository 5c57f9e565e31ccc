import type { Json } from "../../core/json.ts";
import type { Evidence, Finding, Report, Severity } from "../../core/report/report.ts";
import type { AuditView, ShownFinding } from "../../protocol/audit/view.ts";
import type { Run } from "../runs/finishedRuns.ts";
import { arrayAt, objectAt, textAt, textsAt } from "../panels/readData.ts";
import { matrixView } from "./matrixView.ts";
import { shownEvidence, shownEvidenceAt } from "./shownEvidence.ts";

/** An audit's or a test's report as the panel shows it; `data` is read as docs/commands.md says. */
export function auditView({ report, at, ran }: Run): AuditView {
  const scope = textAt(report.data, "scope");
  const matrix = matrixView(report);
  const trend = trendWords(report);
  return {
    command: report.command,
    title: report.command === "security-audit" ? `Security audit${scope === undefined ? "" : `: ${scope}`}` : `Test as user${ran?.args[0] === undefined ? "" : `: ${ran.args[0]}`}`,
    at: at.toISOString(),
    status: report.status,
    summary: report.summary,
    durationMs: report.durationMs,
    findings: [...report.findings.map((finding) => shown(report, finding)), ...arrayAt(report.data, "dismissed").flatMap(dismissed)],
    unseen: textsAt(report.data, "unseen"),
    evidence: report.evidence.map(shownEvidence),
    mayDismiss: report.command === "security-audit" && ran !== undefined,
    mayRerun: ran !== undefined,
    ...(report.target === undefined ? {} : { target: report.target }),
    ...(trend === undefined ? {} : { trend }),
    ...(matrix === undefined ? {} : { matrix }),
  };
}

/** Names the evidence that holds what undoes a fix. */
const wayBack = "What undoes the fix";

function shown(report: Report, finding: Finding): ShownFinding {
  const { fix } = finding;
  const key = keyOf(finding);
  const evidence = finding.evidence ?? [];
  const undo = evidence.find((one): one is Evidence & { readonly kind: "sql" } => one.kind === "sql" && one.title === wayBack);
  return {
    key,
    rule: finding.rule,
    group: groupOf(finding.rule),
    severity: finding.severity,
    message: finding.message,
    object: finding.object ?? finding.file ?? "",
    state: isNew(report, key) ? "new" : "known",
    tried: triedWords(report, key),
    evidence: evidence.filter((one) => one !== undo).map(shownEvidence),
    ...(fix?.sql === undefined ? {} : { fix: { title: fix.title, script: fix.sql, proven: fix.proven, ...(undo === undefined ? {} : { undo: undo.sql }) } }),
  };
}

/** By which the webview names a finding. */
export function keyOf(finding: Finding): string {
  return finding.key ?? [finding.rule, finding.object ?? "", finding.message].join(" ");
}

/** New is what the baseline does not know; where none was drawn, what the last audit did not find. A test as a user remembers nothing. */
function isNew(report: Report, key: string): boolean {
  const baseline = objectAt(report.data, "baseline");
  if (baseline !== undefined) return textsAt(baseline, "new").includes(key);
  const trend = objectAt(report.data, "trend");
  return trend !== undefined && (textAt(trend, "since") === undefined || textsAt(trend, "new").includes(key));
}

function triedWords(report: Report, key: string): ShownFinding["tried"] {
  const witness = objectAt(report.data, "witness") ?? {};
  if (textsAt(witness, "through").includes(key)) return "through";
  if (textsAt(witness, "broken").includes(key)) return "broken";
  return textsAt(witness, "denied").includes(key) ? "denied" : "no";
}

function dismissed(value: Json): ShownFinding[] {
  const [key, reason, message] = ["key", "reason", "message"].map((name) => textAt(value, name));
  if (key === undefined || reason === undefined) return [];
  const rule = textAt(value, "rule") ?? key.split(" ", 1)[0] ?? key;
  const until = textAt(value, "until");
  return [{ key, rule, group: groupOf(rule), severity: severityAt(value), message: message ?? key, object: textAt(value, "object") ?? "", state: "dismissed", tried: "no", evidence: shownEvidenceAt(value, "evidence"), dismissed: { reason, ...(until === undefined ? {} : { until }) } }];
}

function severityAt(value: Json): Severity {
  const severity = textAt(value, "severity");
  return severity === "error" || severity === "warning" ? severity : "info";
}

function trendWords(report: Report): AuditView["trend"] {
  const trend = objectAt(report.data, "trend");
  const since = trend === undefined ? undefined : textAt(trend, "since");
  if (trend === undefined || since === undefined) return undefined;
  const runs = arrayAt(trend, "runs").map((run) => objectAt(run, "counts")?.["error"]);
  const errors = runs.filter((count) => typeof count === "number").slice(-8);
  const course = errors.length < 3 ? "" : ` Errors in the last ${errors.length} audits: ${errors.join(", ")}.`;
  return { since: `${since.slice(0, 16).replace("T", " ")} UTC`, words: `${textsAt(trend, "new").length} new, ${textsAt(trend, "fixed").length} gone.${course}` };
}

function groupOf(rule: string): string {
  return rule.split("/", 1)[0] ?? rule;
}
