import type { Finding, Fix, Range, Report, Severity } from "../report.ts";
import type { ToldDismissal, ToldRule } from "./audited.ts";
import { toldDismissals, toldRules } from "./audited.ts";
import { nextStep } from "./groups.ts";
import { escapeControls } from "./json.ts";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = { error: "error", warning: "warning", info: "note" };

/** The findings as a SARIF 2.1.0 log of one run, for code scanning; ends with a line feed. */
export function renderSarif(report: Report): string {
  const dismissals = toldDismissals(report);
  const told = new Map(toldRules(report).map((rule) => [rule.id, rule]));
  const ruleIds = [...new Set([...told.keys(), ...report.findings.map((finding) => finding.rule), ...dismissals.map((dismissal) => dismissal.rule)])].sort();
  const compared = report.findings.some((finding) => finding.known === true);
  const next = nextStep(report);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Data Engineer", rules: ruleIds.map((id) => descriptor(id, told.get(id))) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { WORKSPACE: { description: { text: "The workspace folder" } } },
        invocations: [
          {
            executionSuccessful: report.status === "passed",
            ...(report.status === "passed" ? {} : { toolExecutionNotifications: [{ level: "error", message: { text: next === undefined ? report.summary : `${report.summary} ${next}` } }] }),
          },
        ],
        results: [...report.findings.map((finding) => ({ ...result(finding, ruleIds), ...(compared ? { baselineState: finding.known === true ? "unchanged" : "new" } : {}) })), ...dismissals.map((dismissal) => suppressed(dismissal, ruleIds))],
        properties: { command: report.command, status: report.status, summary: report.summary },
      },
    ],
  };
  return `${escapeControls(JSON.stringify(log, null, 2))}\n`;
}

/** What a rule looks for and why it matters, where the report tells it; else its name in words. */
function descriptor(id: string, told: ToldRule | undefined): object {
  if (told === undefined) return { id, name: ruleName(id), shortDescription: { text: id.replace(/[/-]/g, " ") } };
  return { id, name: ruleName(id), shortDescription: { text: told.title }, fullDescription: { text: told.why }, help: { text: told.why } };
}

/** Known again in a later run by what it is about. */
function fingerprint(key: string): object {
  return { partialFingerprints: { "dataEngineer/v1": key } };
}

/** A finding that a person accepted, with the reason. */
function suppressed({ key, rule, severity, object, message, reason, until }: ToldDismissal, ruleIds: readonly string[]): object {
  return {
    ...result({ rule, key, severity, message, object }, ruleIds),
    suppressions: [{ kind: "external", status: "accepted", justification: until === null ? reason : `${reason} (until ${until})` }],
  };
}

function result(finding: Finding, ruleIds: readonly string[]): object {
  const file = finding.file;
  const physical = file === undefined ? {} : { physicalLocation: { artifactLocation: artifact(file), ...(finding.range === undefined ? {} : { region: region(finding.range) }) } };
  const logical = finding.object === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: finding.object }] };
  const located = file !== undefined || finding.object !== undefined;
  const fixes = finding.fix === undefined ? [] : sarifFixes(finding.fix);
  return {
    ruleId: finding.rule,
    ruleIndex: ruleIds.indexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: finding.message },
    ...(finding.key === undefined ? {} : fingerprint(finding.key)),
    ...(located ? { locations: [{ ...physical, ...logical }] } : {}),
    ...(fixes.length === 0 ? {} : { fixes }),
    ...(finding.fix === undefined ? {} : { properties: { fix: finding.fix.title, proven: finding.fix.proven, ...(finding.fix.sql === undefined ? {} : { sql: finding.fix.sql }), ...(finding.fix.renames === undefined ? {} : { renames: finding.fix.renames }) } }),
  };
}

/** SARIF can say edits; a fix that is SQL or a renaming goes into the result's properties. */
function sarifFixes(fix: Fix): object[] {
  if (fix.edits === undefined || fix.edits.length === 0) return [];
  const files = [...new Set(fix.edits.map((edit) => edit.file))];
  return [
    {
      description: { text: fix.title },
      artifactChanges: files.map((file) => ({
        artifactLocation: artifact(file),
        replacements: fix.edits!.filter((edit) => edit.file === file).map((edit) => ({ deletedRegion: region(edit.range), insertedContent: { text: edit.newText } })),
      })),
    },
  ];
}

/** SARIF counts lines and columns from 1; its end column is exclusive as ours. */
function region(range: Range): object {
  return { startLine: range.start.line + 1, startColumn: range.start.character + 1, endLine: range.end.line + 1, endColumn: range.end.character + 1 };
}

/** A relative path becomes a URI below the workspace, an absolute one a file URI. */
function artifact(file: string): object {
  const escaped = file.replaceAll("\\", "/").split("/").map((part) => encodeURIComponent(part)).join("/");
  if (/^[A-Za-z]%3A\//.test(escaped)) return { uri: `file:///${escaped.replace("%3A", ":")}` };
  return escaped.startsWith("/") ? { uri: `file://${escaped}` } : { uri: escaped, uriBaseId: "WORKSPACE" };
}

function ruleName(id: string): string {
  return id.split(/[/-]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
