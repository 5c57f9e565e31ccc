import { diffCatalogs } from "../../catalog/diff.ts";
import type { Difference } from "../../catalog/diff.ts";
import type { Json } from "../../json.ts";
import type { Evidence } from "../../report/report.ts";
import type { DryRun } from "./dryRun.ts";
import { blocks, lockName } from "./findings/locks.ts";
import { failed } from "./runPlan.ts";
import type { Trial } from "./trial.ts";

/** Up to this many migrations are shown statement by statement; all are in the report's data. */
const shownInFull = 20;

/** What was executed, and what it showed: statements, locks, down scripts, and what each migration changes. */
export function dryRunEvidence({ trials, shadow, obstacle }: DryRun): Evidence[] {
  const full = trials.length <= shownInFull;
  return [
    ...(shadow === null ? [] : [{ kind: "text" as const, title: "Where it ran", text: `On ${shadow.label}${obstacle === null ? "" : `, because in ${obstacle.prepared.migration.version} ${obstacle.why}`}.` }]),
    ...(full && trials.length > 0 ? [statements(trials)] : []),
    ...(full ? locks(trials) : []),
    ...(trials.length > 0 ? [rollbacks(trials)] : []),
    ...(full ? trials.flatMap(changes) : []),
  ];
}

function statements(trials: readonly Trial[]): Evidence {
  const rows = trials.flatMap(({ prepared, up }) =>
    up.map(({ result }): Json[] => [prepared.migration.version, result.line + 1, firstLineOf(result.sql), result.status, result.durationMs, result.rows ?? null, (result.rewrites ?? []).join(", ")]),
  );
  return { kind: "table", title: "Statements", columns: ["migration", "line", "statement", "status", "ms", "rows", "rewrites"], rows };
}

function locks(trials: readonly Trial[]): Evidence[] {
  const rows = trials.flatMap(({ prepared, before, up }) => {
    const known = new Set([...before.tables, ...before.views].map((one) => (one.schema === "" ? one.name : `${one.schema}.${one.name}`)));
    return up.flatMap(({ result }) => (result.locks ?? []).filter((lock) => known.has(lock.object)).map((lock): Json[] => [prepared.migration.version, result.line + 1, lock.object, lockName(lock.mode), blocks(lock.mode)]));
  });
  return rows.length === 0 ? [] : [{ kind: "table", title: "Locks on what was there before", columns: ["migration", "line", "object", "lock", "others wait with"], rows }];
}

function rollbacks(trials: readonly Trial[]): Evidence {
  const rows = trials.map(({ prepared, down }): Json[] => {
    const script = prepared.migration.down?.file ?? "none";
    const verdict = down === null ? "not tried" : failed(down.outcomes) !== undefined ? "fails" : down.differences.length === 0 ? "restores the schema" : "does not restore the schema";
    return [prepared.migration.version, script, verdict, down?.differences.length ?? 0];
  });
  return { kind: "table", title: "Down scripts", columns: ["migration", "script", "verdict", "differences"], rows };
}

/** The objects that a migration adds, changes and removes, before and after. */
function changes({ prepared, before, after }: Trial): Evidence[] {
  if (after === null) return [];
  const differences = diffCatalogs(before, after);
  if (differences.length === 0) return [];
  const side = (which: "before" | "after"): string => differences.flatMap((one) => lines(one, which)).join("\n");
  return [{ kind: "diff", title: `What ${prepared.migration.version} ${prepared.migration.name} changes`, before: side("before"), after: side("after") }];
}

function lines({ key, change, facts }: Difference, side: "before" | "after"): string[] {
  if (change === "added") return side === "after" ? [key] : [];
  if (change === "removed") return side === "before" ? [key] : [];
  return facts.flatMap((fact) => (fact[side] === undefined ? [] : [`${key} ${fact.name}: ${typeof fact[side] === "string" ? fact[side] : JSON.stringify(fact[side])}`]));
}

function firstLineOf(sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
