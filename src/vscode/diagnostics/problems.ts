import type { Finding, Fix, Range, Report, Severity } from "../../core/report/report.ts";

/** A finding as the Problems panel shows it. */
export interface Problem {
  readonly file: string;
  readonly range: Range;
  readonly severity: Severity;
  readonly message: string;
  readonly rule: string;
  readonly fix?: Fix;
}

const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: Number.MAX_SAFE_INTEGER } };

/** The findings of a report that lie in a file, by file; a finding without a place stands on the first line. */
export function problemsOf(report: Report): ReadonlyMap<string, readonly Problem[]> {
  const problems = new Map<string, Problem[]>();
  for (const finding of report.findings) {
    if (finding.file === undefined) continue;
    problems.set(finding.file, [...(problems.get(finding.file) ?? []), problemOf(finding, finding.file)]);
  }
  return problems;
}

function problemOf(finding: Finding, file: string): Problem {
  const { rule, severity, message, fix } = finding;
  return { file, rule, severity, message, range: finding.range ?? firstLine, ...(fix === undefined ? {} : { fix }) };
}
