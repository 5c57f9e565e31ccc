import type { Json } from "../core/json.ts";
import type { Evidence, Finding, Fix, Report } from "../core/report/report.ts";
import type { SecretFinder } from "./secrets/exact.ts";
import { findersOfSecret, findersOfUrl } from "./secrets/exact.ts";
import { hideCredentials } from "./secrets/patterns.ts";

/** Removes secrets from texts, and from every string and key of a report. The one place through which everything passes that leaves. */
export class Redactor {
  private readonly finders: SecretFinder[] = [];

  /** Knows the secrets of a connection URL from now on. */
  addUrl(url: string): void {
    this.finders.push(...findersOfUrl(url));
  }

  /** Knows a secret that came by itself, such as an environment variable. */
  addSecret(secret: string): void {
    this.finders.push(...findersOfSecret(secret));
  }

  text(text: string): string {
    let shown = text;
    for (const { find, replace } of this.finders) shown = shown.replace(find, replace);
    return hideCredentials(shown);
  }

  json<Value extends Json | undefined>(value: Value): Value {
    return this.value(value) as Value;
  }

  /** Words of the contract (command, status, rule, severity, kinds, keys of the report itself) stay as they are. */
  report(report: Report): Report {
    const { target } = report;
    return {
      command: report.command,
      status: report.status,
      summary: this.text(report.summary),
      ...(target === undefined ? {} : { target: { engine: target.engine, version: target.version, database: this.text(target.database), role: target.role } }),
      findings: report.findings.map((finding) => this.finding(finding)),
      evidence: report.evidence.map((evidence) => this.evidence(evidence)),
      data: Object.fromEntries(Object.entries(report.data).map(([key, value]) => [key, this.json(value)])),
      files: report.files.map((file) => this.text(file)),
      durationMs: report.durationMs,
    };
  }

  private value(value: Json | undefined): Json | undefined {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.value(item) as Json);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), isSecretKey(key) && typeof item === "string" && item !== "" ? "***" : (this.value(item) as Json)]));
  }

  private finding(finding: Finding): Finding {
    return {
      ...finding,
      ...(finding.key === undefined ? {} : { key: this.text(finding.key) }),
      message: this.text(finding.message),
      ...(finding.object === undefined ? {} : { object: this.text(finding.object) }),
      ...(finding.file === undefined ? {} : { file: this.text(finding.file) }),
      ...(finding.fix === undefined ? {} : { fix: this.fix(finding.fix) }),
      ...(finding.evidence === undefined ? {} : { evidence: finding.evidence.map((evidence) => this.evidence(evidence)) }),
    };
  }

  private fix(fix: Fix): Fix {
    return {
      ...fix,
      title: this.text(fix.title),
      ...(fix.sql === undefined ? {} : { sql: this.text(fix.sql) }),
      ...(fix.edits === undefined ? {} : { edits: fix.edits.map((edit) => ({ ...edit, file: this.text(edit.file), newText: this.text(edit.newText) })) }),
      ...(fix.renames === undefined ? {} : { renames: fix.renames.map((rename) => ({ from: this.text(rename.from), to: this.text(rename.to) })) }),
    };
  }

  private evidence(evidence: Evidence): Evidence {
    const title = this.text(evidence.title);
    switch (evidence.kind) {
      case "text":
        return { kind: "text", title, text: this.text(evidence.text) };
      case "sql":
        return { kind: "sql", title, sql: this.text(evidence.sql) };
      case "table":
        return { kind: "table", title, columns: evidence.columns.map((column) => this.text(column)), rows: evidence.rows.map((row) => row.map((cell) => this.json(cell))) };
      case "diff":
        return { kind: "diff", title, before: this.text(evidence.before), after: this.text(evidence.after) };
    }
  }
}

function isSecretKey(key: string): boolean {
  return /^(?:pass(?:word|wd|phrase)?|pwd|secret|.*(?:_|[a-z](?=[A-Z]))(?:password|secret|token)|token|api_?key|authorization)$/i.test(key);
}
