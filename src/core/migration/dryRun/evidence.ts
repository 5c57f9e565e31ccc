import { diffCatalogs, headlines } from "../../catalog/diff.ts";
import type { Difference } from "../../catalog/diff.ts";
import { toldDifferences } from "../../catalog/toldDifferences.ts";
import { factText } from "../../catalog/toldFact.ts";
import { counted } from "../../counted.ts";
import type { Json } from "../../json.ts";
import type { Evidence } from "../../report/report.ts";
import type { DryRun } from "./dryRun.ts";
import { waysEvidence } from "./findings/foreseen.ts";
import { blocks, lockName } from "./findings/locks.ts";
import type { Trial } from "./trial.ts";

/** For up to this many migrations the locks and changes are shown one by one. */
const shownInFull = 20;

/** What was seen besides the statements and down scripts, which every face shows from the report's data: where it ran, locks, what each migration changes. */
export function dryRunEvidence({ trials, shadow, obstacle }: DryRun): Evidence[] {
  const full = trials.length <= shownInFull;
  return [
    ...(shadow === null ? [] : [{ kind: "text" as const, title: "Where it ran", text: `On ${shadow.label}${obstacle === null ? "" : `, because ${obstacle.why.startsWith("the connection") ? "" : `in ${obstacle.prepared.migration.version} `}${obstacle.why}`}.` }]),
    ...(full ? locks(trials) : []),
    ...(full ? waysEvidence(trials) : []),
    ...(full ? trials.flatMap(changes) : []),
  ];
}

function locks(trials: readonly Trial[]): Evidence[] {
  const rows = trials.flatMap(({ prepared, before, up }) => {
    const known = new Set([...before.tables, ...before.views].map((one) => (one.schema === "" ? one.name : `${one.schema}.${one.name}`)));
    return up.flatMap(({ result }) => (result.locks ?? []).filter((lock) => known.has(lock.object)).map((lock): Json[] => [prepared.migration.version, result.line + 1, lock.object, lockName(lock.mode), blocks(lock.mode)]));
  });
  return rows.length === 0 ? [] : [{ kind: "table", title: "Locks on what was there before", columns: ["migration", "line", "object", "lock", "others wait with"], rows }];
}

/** The objects that a migration adds, changes and removes, before and after. */
function changes({ prepared, before, after }: Trial): Evidence[] {
  if (after === null) return [];
  const { shown, parts } = headlines(toldDifferences(diffCatalogs(before, after), before.engine));
  if (shown.length === 0) return [];
  const side = (which: "before" | "after"): string => shown.flatMap((one) => lines(one, which, parts.get(one.key) ?? [])).join("\n");
  return [{ kind: "diff", title: `What ${prepared.migration.version} ${prepared.migration.name} changes`, before: side("before"), after: side("after") }];
}

function lines({ key, change, facts }: Difference, side: "before" | "after", parts: readonly Difference[]): string[] {
  if (change !== "changed") return (change === "added") === (side === "after") ? [`${key}${kindsOf(parts)}`] : [];
  return facts.flatMap((fact) => (fact[side] === undefined ? [] : [`${key} ${fact.name}: ${typeof fact[side] === "string" ? fact[side] : factText(fact[side])}`]));
}

/** " (4 columns, 2 indexes)": what a whole table brings along or takes with it. */
function kindsOf(parts: readonly Difference[]): string {
  const kinds = new Map<string, number>();
  for (const { kind } of parts) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const told = [...kinds].map(([kind, count]) => (kind === "index" && count > 1 ? `${count} indexes` : counted(count, kind)));
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}
