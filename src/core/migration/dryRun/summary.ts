import type { MigrationResult } from "../result.ts";
import type { DryRun } from "./dryRun.ts";

/** The dry-run in two or three sentences. */
export function dryRunSummary(path: string, database: string, results: readonly MigrationResult[], { shadow, trials, unproven, advanced = [] }: DryRun): string {
  if (results.length === 0) return `Nothing is pending in ${path}: nothing was executed.`;
  const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? "" : "s"}`;
  const passed = results.filter((result) => result.status === "passed").length;
  const failed = results.find((result) => result.status === "failed");
  const skipped = results.filter((result) => result.status === "skipped").length;
  const where = trials.length === 0 ? "" : shadow === null ? " in a transaction that was rolled back" : ` on ${shadow.label}`;
  const verdicts = [
    [results.filter((result) => result.rollback.verified === true).length, "restored exactly by its down script", "restored exactly by their down scripts"],
    [results.filter((result) => result.rollback.verified === false).length, "with a broken down script", "with broken down scripts"],
    [results.filter((result) => result.status === "passed" && result.rollback.verified === null).length, "without a verified down script", "without a verified down script"],
  ] as const;
  const rollback = verdicts.filter(([amount]) => amount > 0).map(([amount, one, many]) => `${amount} ${amount === 1 ? one : many}`).join(", ");
  const outcome = [
    `${passed} of ${count(results.length, "migration")} ran through for ${database}${where}`,
    ...(failed === undefined ? [] : [`${failed.version} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} not executed`]),
  ].join(", ");
  return `${outcome}${rollback === "" ? "" : ": " + rollback}. ${unproven === null ? "" : "Not all of it is proven. "}${advanced.length === 0 ? "Nothing was changed." : `Nothing was changed but the position of ${count(advanced.length, "sequence")}.`}`;
}
