import type { Evidence, Finding, Report, ReportStatus, Severity } from "../report.ts";
import { durationText } from "./cell.ts";
import { countFindings, findingsByFile, nextStep } from "./groups.ts";
import { lineDiff } from "./lineDiff.ts";
import { migrationEvidence } from "./migrations.ts";
import { textTable } from "./textTable.ts";
import { visible } from "./visible.ts";

export interface TextOptions {
  /** ANSI colours; off unless the reader is a terminal that wants them. */
  readonly color?: boolean;
  /** Width of the terminal; 0 or absent: tables are not cut to it. */
  readonly columns?: number;
}

type Paint = (text: string, code: number) => string;

const marks: Readonly<Record<ReportStatus, readonly [string, number]>> = { passed: ["✔", 32], failed: ["✘", 31], refused: ["⊘", 33], cancelled: ["■", 33] };
const severityColors: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36 };

/** The report for a terminal: the verdict first, then findings by file, then what was executed. No text in it can drive a terminal. */
export function renderText(report: Report, options: TextOptions = {}): string {
  const paint: Paint = options.color === true ? (text, code) => `\u001b[${code}m${text}\u001b[0m` : (text) => text;
  const width = options.columns ?? 0;
  const blocks = [
    verdict(report, paint),
    ...findingsByFile(report).map((group) => [...(group.file === undefined ? [] : [paint(visible(group.file), 1)]), ...group.findings.flatMap((finding) => findingLines(finding, report.summary, paint, width))]),
    ...[...report.evidence, ...migrationEvidence(report)].map((evidence) => evidenceLines(evidence, paint, width)),
    report.files.length === 0 ? [] : [paint("Written", 1), ...report.files.map((file) => `  ${visible(file)}`)],
    nextLines(report, paint),
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join("\n")).join("\n\n")}\n`;
}

function verdict(report: Report, paint: Paint): string[] {
  const [mark, color] = marks[report.status];
  const lines = [`${paint(`${mark} ${visible(report.command)} ${report.status}`, color)}: ${visible(report.summary)}`];
  const { target } = report;
  const where = target === undefined ? [] : [`${target.engine} ${target.version}`, `database ${target.database}`, target.role];
  const counted = countFindings(report);
  lines.push(paint(`  ${[...where.map(visible), ...(counted === "" ? [] : [counted]), durationText(report.durationMs)].join(" · ")}`, 2));
  return lines;
}

function findingLines(finding: Finding, summary: string, paint: Paint, width: number): string[] {
  const place = finding.range === undefined ? "" : `${finding.range.start.line + 1}:${finding.range.start.character + 1} `;
  const object = finding.object === undefined || finding.key !== undefined || finding.message.includes(finding.object) ? "" : ` [${visible(finding.object)}]`;
  const message = summary.includes(finding.message) ? "" : ` ${visible(finding.message).replaceAll("\n", "\n    ")}`;
  const lines = [`  ${place}${paint(finding.severity, severityColors[finding.severity])}${message}${object} ${paint(`(${visible(finding.key ?? finding.rule)}${finding.known === true ? ", in the baseline" : ""})`, 2)}`];
  if (finding.fix !== undefined) {
    lines.push(`    Fix: ${visible(finding.fix.title)} ${paint(finding.fix.proven ? "(proven: it was executed)" : "(not proven)", 2)}`);
    if (finding.fix.sql !== undefined) lines.push(...indented(finding.fix.sql, 6));
    lines.push(...(finding.fix.renames ?? []).map((rename) => `      ${visible(rename.from)} → ${visible(rename.to)}`));
  }
  for (const evidence of finding.evidence ?? []) lines.push(...evidenceLines(evidence, paint, width).map((line) => `    ${line}`));
  return lines;
}

function evidenceLines(evidence: Evidence, paint: Paint, width: number): string[] {
  const title = evidence.title === "" ? [] : [paint(visible(evidence.title), 1)];
  switch (evidence.kind) {
    case "text":
      return [...title, ...indented(evidence.text, 2)];
    case "sql":
      return [...title, ...indented(evidence.sql, 2)];
    case "table":
      return [...title, ...textTable(evidence.columns, evidence.rows, width === 0 ? 0 : width - 2).map((line) => `  ${line}`.trimEnd())];
    case "diff":
      return [...title, ...lineDiff(evidence.before, evidence.after).map((line) => `  ${paint(visible(line), line.startsWith("+") ? 32 : line.startsWith("-") ? 31 : 0)}`)];
  }
}

function indented(text: string, by: number): string[] {
  return visible(text).trimEnd().split("\n").map((line) => `${" ".repeat(by)}${line}`.trimEnd());
}

function nextLines(report: Report, paint: Paint): string[] {
  const next = nextStep(report);
  return next === undefined ? [] : [`${paint("Next:", 1)} ${visible(next)}`];
}
