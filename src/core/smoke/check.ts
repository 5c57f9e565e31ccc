import type { Catalog } from "../catalog/catalog.ts";
import type { Connection } from "../migration/ports.ts";

/** One named thing that was looked at, and how it was found. "skipped": the engine has no such thing. */
export interface Check {
  readonly name: string;
  readonly status: "passed" | "warning" | "failed" | "skipped";
  readonly detail: string;
  /** What is wrong, each in words; empty where passed. */
  readonly problems: readonly { readonly object: string; readonly message: string; readonly sql?: string }[];
}

/** What the checks look at, inside one read-only transaction. */
export interface SmokeRoom {
  readonly connection: Connection;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
}

/** A check from its problems: passed where there are none. */
export function checkOf(name: string, good: string, severity: "warning" | "failed", problems: Check["problems"]): Check {
  if (problems.length === 0) return { name, status: "passed", detail: good, problems };
  return { name, status: severity, detail: problems.length === 1 ? problems[0]!.message : `${problems.length} problems`, problems };
}
