import type { CommandEntry } from "../../agent/commands.ts";
import type { Report } from "../../core/report/report.ts";

export type OpenReports = "always" | "onProblems" | "never";
export type Presentation = "document" | "message" | "nothing";

/** Commands whose result is a text to read. */
const worthReading: ReadonlySet<string> = new Set(["help", "guide", "doc-out", "env-check", "run-sql", "dry-run", "smoke-test", "apply-migration", "rollback", "security-audit", "test-as-user", "policy-apply", "create-rls-policies", "analyze-performance"]);

/** Whether a finished run opens its report, says one sentence, or stays quiet (cancelled or declined: who did it knows). */
export function presentation(entry: CommandEntry, report: Report, when: OpenReports): Presentation {
  if (report.status === "cancelled" || reasonOf(report) === "declined") return "nothing";
  if (when === "never") return "message";
  if (when === "always") return "document";
  if (report.status === "refused") return "message";
  const problems = report.findings.some((finding) => finding.severity !== "info");
  return problems || report.status === "failed" ? (isOneSentence(report) ? "message" : "document") : worthReading.has(entry.name) ? "document" : "message";
}

function reasonOf(report: Report): unknown {
  const error = report.data["error"];
  return error !== null && typeof error === "object" && "reason" in error ? error.reason : undefined;
}

/** A failure that is said in full by its summary and advice: a document would only repeat it. */
function isOneSentence(report: Report): boolean {
  return report.evidence.length === 0 && report.findings.length === 0 && Object.keys(report.data).every((key) => key === "error");
}

/** The sentence of a message: what happened, and what to do next where the report says it. */
export function sentence(report: Report): string {
  const error = report.data["error"];
  const next = error !== null && typeof error === "object" && "next" in error && typeof error.next === "string" ? error.next : undefined;
  return next === undefined ? report.summary : `${report.summary} ${next}`;
}
