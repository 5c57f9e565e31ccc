import type { Json } from "../../json.ts";
import type { Report, Severity } from "../report.ts";

/** A rule as an audit's data tells it. */
export interface ToldRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

/** A finding that a person accepted, as an audit's data tells it. */
export interface ToldDismissal {
  readonly key: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly object: string;
  readonly message: string;
  readonly reason: string;
  readonly until: string | null;
}

/** What was looked for, where the report says it. */
export function toldRules(report: Report): readonly ToldRule[] {
  return items(report.data["rules"]).filter((item): item is Record<string, Json> & ToldRule => texts(item, ["id", "title", "why"]));
}

/** What was found and accepted. */
export function toldDismissals(report: Report): readonly ToldDismissal[] {
  return items(report.data["dismissed"]).filter((item): item is Record<string, Json> & ToldDismissal => texts(item, ["key", "rule", "severity", "object", "message", "reason"]) && ["error", "warning", "info"].includes(String(item["severity"])));
}

function items(value: Json | undefined): readonly Record<string, Json>[] {
  return Array.isArray(value) ? value.filter((item: Json) => typeof item === "object" && item !== null && !Array.isArray(item)) : [];
}

function texts(item: Readonly<Record<string, Json>>, fields: readonly string[]): boolean {
  return fields.every((field) => typeof item[field] === "string");
}
