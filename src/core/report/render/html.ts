import { createHash } from "node:crypto";
import type { Evidence, Finding, Report } from "../report.ts";
import { cellText, durationText } from "./cell.ts";
import { countFindings, findingsByFile, nextStep } from "./groups.ts";
import { lineDiff } from "./lineDiff.ts";
import { migrationEvidence } from "./migrations.ts";
import { visible } from "./visible.ts";

const style = `
:root { color-scheme: light dark; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0.8rem 0 0.2rem; }
pre, table { border: 1px solid; overflow-wrap: anywhere; } pre { padding: 0.5rem; white-space: pre-wrap; }
table { border-collapse: collapse; } th, td { border: 1px solid; padding: 0.2rem 0.6rem; text-align: left; vertical-align: top; white-space: pre-wrap; }
code, h3, p, li, summary { overflow-wrap: anywhere; }
.finding { border-left: 4px double; padding: 0.1rem 0 0.1rem 1rem; margin: 1rem 0; } .error { border-left-style: solid; }
@media print { details > * { display: block; } }
`;

/** The only thing that such a page may use is its own style. */
const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`;

/** The report as one page that stands alone: no script, no image, no link, nothing from elsewhere. Names and values are text in it. */
export function renderHtml(report: Report): string {
  const next = nextStep(report);
  const title = `${report.command} ${report.status}`;
  const body = [
    tag("h1", title),
    tag("p", report.summary),
    tag("p", facts(report)),
    ...findingsByFile(report).flatMap(({ file, findings }) => [tag("h2", file ?? "Findings"), ...findings.map(findingBlock)]),
    ...[...report.evidence, ...migrationEvidence(report)].map((evidence) => evidenceBlock(evidence, "h2")),
    report.files.length === 0 ? "" : `${tag("h2", "Written")}\n<ul>${report.files.map((file) => tag("li", file)).join("")}</ul>`,
    next === undefined ? "" : tag("p", `Next: ${next}`),
  ];
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1">${tag("title", title)}<style>${style}</style></head>`,
    `<body>\n${body.filter((block) => block !== "").join("\n")}\n</body>`,
    "</html>\n",
  ].join("\n");
}

function facts(report: Report): string {
  const { target } = report;
  const counted = countFindings(report);
  const where = target === undefined ? [] : [`${target.engine} ${target.version}`, `database ${target.database}`, target.role];
  return [...where, ...(counted === "" ? [] : [counted]), durationText(report.durationMs)].join(" · ");
}

function findingBlock(finding: Finding): string {
  const { fix } = finding;
  const place = finding.range === undefined ? "" : `${finding.range.start.line + 1}:${finding.range.start.character + 1} `;
  const renames = (fix?.renames ?? []).map(({ from, to }) => `${from} → ${to}`).join("\n");
  const mended = fix === undefined ? [] : [tag("h3", `Fix: ${fix.title} (${fix.proven ? "proven: it was executed" : "not proven"})`), ...[renames, fix.sql ?? ""].filter((text) => text !== "").map((text) => tag("pre", text))];
  const parts = [tag("p", `${finding.severity}: ${place}${finding.message}`), `<p>${tag("code", finding.key ?? finding.rule)}</p>`, ...(finding.evidence ?? []).map((evidence) => evidenceBlock(evidence, "h3")), ...mended];
  return `<section class="finding ${finding.severity}">\n${parts.join("\n")}\n</section>`;
}

function evidenceBlock(evidence: Evidence, heading: "h2" | "h3"): string {
  return `${evidence.title === "" ? "" : `${tag(heading, evidence.title)}\n`}${evidenceBody(evidence)}`;
}

function evidenceBody(evidence: Evidence): string {
  switch (evidence.kind) {
    case "text":
      return tag("pre", evidence.text);
    case "sql":
      return tag("pre", evidence.sql);
    case "diff":
      return tag("pre", lineDiff(evidence.before, evidence.after).join("\n"));
    case "table": {
      const head = evidence.columns.map((name) => tag("th", name)).join("");
      const rows = evidence.rows.map((row) => `<tr>${evidence.columns.map((_, index) => tag("td", cellText(row[index]))).join("")}</tr>`);
      return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
    }
  }
}

/** The one place where text enters the page. */
function tag(name: string, text: string): string {
  return `<${name}>${escapeHtml(text)}</${name}>`;
}

function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
