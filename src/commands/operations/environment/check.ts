import type { Finding } from "../../../core/report/report.ts";

/** One line of an environment check. `key` is stable; "skipped" means that it could not be looked at. */
export interface Check {
  readonly key: string;
  readonly name: string;
  readonly status: "passed" | "warning" | "failed" | "skipped";
  readonly detail: string;
  readonly next?: string;
}

/** What a check that did not pass says to the reader of findings. */
export function findingOf(check: Check): Finding | undefined {
  if (check.status !== "warning" && check.status !== "failed") return undefined;
  return { rule: `environment/${check.key}`, severity: check.status === "failed" ? "error" : "warning", message: `${check.name}: ${check.detail}${check.next === undefined ? "" : ` ${check.next}`}` };
}
