import type { Json } from "../../json.ts";
import type { Evidence, Finding, Report, ReportStatus } from "../report.ts";
import { cellText, durationText } from "./cell.ts";
import { countFindings, findingsByFile, nextStep } from "./groups.ts";
import { lineDiff } from "./lineDiff.ts";
import { migrationEvidence } from "./migrations.ts";
import { visible } from "./visible.ts";

const marks: Readonly<Record<ReportStatus, string>> = { passed: "✔", failed: "✘", refused: "⊘", cancelled: "■" };

/** The report as GitHub-flavoured Markdown. Names and values are text in it: no link, image, HTML, heading or table of their making. */
export function renderMarkdown(report: Report, level = 1): string {
  const heading = "#".repeat(level);
  const next = nextStep(report);
  const blocks = [
    `${heading} ${marks[report.status]} ${escapeMarkdown(report.command)} ${report.status}`,
    escapeMarkdown(report.summary),
    facts(report),
    ...findingsByFile(report).map((group) => [...(group.file === undefined ? [] : [`${heading}# ${code(group.file)}`, ""]), ...group.findings.map(findingItem)].join("\n")),
    ...[...report.evidence, ...migrationEvidence(report)].map((evidence) => evidenceBlock(evidence, `${heading}#`)),
    report.files.length === 0 ? "" : [`${heading}# Written`, "", ...report.files.map((file) => `- ${code(file)}`)].join("\n"),
    next === undefined ? "" : `**Next:** ${escapeMarkdown(next)}`,
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function facts(report: Report): string {
  const { target } = report;
  const counted = countFindings(report);
  const where = target === undefined ? [] : [`${target.engine} ${target.version}`, `database ${target.database}`, target.role];
  return [...where.map(escapeMarkdown), ...(counted === "" ? [] : [counted]), durationText(report.durationMs)].join(" · ");
}

function findingItem(finding: Finding): string {
  const place = finding.range === undefined ? "" : ` ${finding.range.start.line + 1}:${finding.range.start.character + 1}`;
  const lines = [`- **${finding.severity}**${place} ${escapeMarkdown(finding.message)} (${code(finding.key ?? finding.rule)}${finding.known === true ? ", in the baseline" : ""})`];
  const { fix } = finding;
  if (fix !== undefined) {
    lines.push(`  - Fix: ${escapeMarkdown(fix.title)} (${fix.proven ? "proven: it was executed" : "not proven"})`);
    lines.push(...(fix.renames ?? []).map((rename) => `    - ${code(rename.from)} → ${code(rename.to)}`));
    if (fix.sql !== undefined) lines.push("", indent(fence(fix.sql, "sql"), 4), "");
  }
  for (const evidence of finding.evidence ?? []) lines.push("", indent(evidenceBlock(evidence, ""), 2), "");
  return lines.join("\n");
}

function evidenceBlock(evidence: Evidence, heading: string): string {
  const title = evidence.title === "" ? [] : [heading === "" ? `**${escapeMarkdown(evidence.title)}**` : `${heading} ${escapeMarkdown(evidence.title)}`];
  return [...title, evidenceBody(evidence)].join("\n\n");
}

function evidenceBody(evidence: Evidence): string {
  switch (evidence.kind) {
    case "text":
      return fence(evidence.text, "text");
    case "sql":
      return fence(evidence.sql, "sql");
    case "table":
      return table(evidence.columns, evidence.rows);
    case "diff":
      return fence(lineDiff(evidence.before, evidence.after).join("\n"), "diff");
  }
}

function table(columns: readonly string[], rows: readonly (readonly Json[])[]): string {
  const line = (cells: readonly (Json | undefined)[]): string => `| ${columns.map((_, index) => tableCell(cellText(cells[index]))).join(" | ")} |`;
  return [line(columns), `|${columns.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

function tableCell(text: string): string {
  return escapeMarkdown(text);
}

/** Text that renders as itself: every character with a meaning is escaped, line breaks become spaces, links do not form by themselves. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/\s*\n\s*/g, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_[\]|~#!{}$]/g, "\\$&")
    .replace(/^(\s*)([-+=]|\d+[.)](?=\s|$))/, (_, blanks: string, mark: string) => `${blanks}${mark.slice(0, -1)}\\${mark.slice(-1)}`)
    .replace(/\b(https?|ftp|mailto|xmpp)(:)/gi, "$1&#58;")
    .replace(/\bwww\./gi, "www&#46;")
    .replace(/@/g, "&#64;");
}

/** A code span whose fence is longer than any run of backticks inside. */
function code(text: string): string {
  const shown = visible(text).replace(/\s*\n\s*/g, " ");
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") || shown === "" ? " " : "";
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** A block whose fence is longer than any in the text. */
export function fence(text: string, language: string): string {
  const shown = visible(text).trimEnd();
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${shown}\n${ticks}`;
}

function indent(text: string, by: number): string {
  return text.split("\n").map((line) => (line === "" ? "" : " ".repeat(by) + line)).join("\n");
}
