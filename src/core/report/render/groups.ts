import type { Finding, Report, Severity } from "../report.ts";

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings by file in the order of their first appearance, those without a file first; in a file by place, then by weight. */
export function findingsByFile(report: Report): { readonly file: string | undefined; readonly findings: readonly Finding[] }[] {
  const groups = new Map<string | undefined, Finding[]>();
  for (const finding of report.findings) groups.set(finding.file, [...(groups.get(finding.file) ?? []), finding]);
  return [...groups]
    .sort(([a], [b]) => Number(a !== undefined) - Number(b !== undefined))
    .map(([file, findings]) => ({ file, findings: findings.toSorted(byPlace) }));
}

function byPlace(a: Finding, b: Finding): number {
  const lines = (a.range?.start.line ?? -1) - (b.range?.start.line ?? -1);
  const characters = (a.range?.start.character ?? 0) - (b.range?.start.character ?? 0);
  return lines || characters || rank[a.severity] - rank[b.severity];
}

/** "2 errors, 1 warning"; empty where nothing was found. */
export function countFindings(report: Report): string {
  const count = (severity: Severity, one: string, many: string): string[] => {
    const number = report.findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  return [...count("error", "error", "errors"), ...count("warning", "warning", "warnings"), ...count("info", "note", "notes")].join(", ");
}

/** What to do next where the report failed or was refused. */
export function nextStep(report: Report): string | undefined {
  const error = report.data["error"];
  const next = typeof error === "object" && error !== null && "next" in error ? error["next"] : undefined;
  return typeof next === "string" ? next : undefined;
}
