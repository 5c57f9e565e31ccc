import type { ShownFinding } from "../../src/protocol/audit/view.ts";
import type { ShownSeverity } from "../../src/protocol/shown.ts";
import type { UiState } from "./uiState.ts";

/** One line of the findings: a group's head, or a finding in it. `position` counts from 1 among its like. */
export type FindingRow =
  | { readonly kind: "group"; readonly name: string; readonly counts: Readonly<Record<ShownSeverity, number>>; readonly open: boolean; readonly position: number; readonly of: number }
  | { readonly kind: "finding"; readonly finding: ShownFinding; readonly group: string; readonly position: number; readonly of: number };

const rank: Readonly<Record<ShownSeverity, number>> = { error: 0, warning: 1, info: 2 };

/** The findings that pass the filters. The text is looked for, whatever its case, in message, rule, object and key. */
export function passing(findings: readonly ShownFinding[], state: UiState): ShownFinding[] {
  const words = state.query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return findings.filter((finding) => {
    if (state.severity !== "all" && finding.severity !== state.severity) return false;
    if (state.group !== "" && finding.group !== state.group) return false;
    if (state.state === "open" ? finding.state === "dismissed" : state.state !== "all" && finding.state !== state.state) return false;
    if (state.provenOnly && finding.fix?.proven !== true) return false;
    const haystack = words.length === 0 ? "" : `${finding.message} ${finding.rule} ${finding.object} ${finding.key}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** The findings as lines: groups with the worst first, in each the worst first. A closed group is its head alone. */
export function toRows(findings: readonly ShownFinding[], by: UiState["by"], closed: readonly string[]): FindingRow[] {
  const groups = new Map<string, ShownFinding[]>();
  for (const finding of findings) {
    const name = by === "object" ? finding.object : finding.rule;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [finding]);
    else group.push(finding);
  }
  const shut = new Set(closed);
  const sorted = [...groups].map(([name, all]) => ({ name, all: all.toSorted(byWeight), counts: counted(all) })).sort(byWorst);
  return sorted.flatMap(({ name, all, counts }, index) => {
    const open = !shut.has(name);
    const head: FindingRow = { kind: "group", name, counts, open, position: index + 1, of: sorted.length };
    return open ? [head, ...all.map((finding, at): FindingRow => ({ kind: "finding", finding, group: name, position: at + 1, of: all.length }))] : [head];
  });
}

export function counted(findings: readonly ShownFinding[]): Record<ShownSeverity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

const nouns: Readonly<Record<ShownSeverity, readonly [string, string]>> = { error: ["error", "errors"], warning: ["warning", "warnings"], info: ["note", "notes"] };

/** "2 errors, 1 note"; "nothing" where there is none. */
export function countWords(counts: Readonly<Record<ShownSeverity, number>>): string {
  const parts = (Object.keys(nouns) as ShownSeverity[]).filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity].toLocaleString("en")} ${nouns[severity][counts[severity] === 1 ? 0 : 1]}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

/** As a person reads a severity: "note" for "info". */
export function severityWord(severity: ShownSeverity): string {
  return nouns[severity][0];
}

function byWeight(a: ShownFinding, b: ShownFinding): number {
  return rank[a.severity] - rank[b.severity] || compare(a.rule, b.rule) || compare(a.key, b.key);
}

function byWorst(a: { readonly name: string; readonly counts: Readonly<Record<ShownSeverity, number>> }, b: typeof a): number {
  return b.counts.error - a.counts.error || b.counts.warning - a.counts.warning || b.counts.info - a.counts.info || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
