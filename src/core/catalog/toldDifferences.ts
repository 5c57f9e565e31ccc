import type { EngineId } from "../engineId.ts";
import { nounsOf } from "../nouns.ts";
import type { Difference } from "./diff.ts";

/**
 * Differences as people who work with an engine would tell them: a collection is called one, and what comes and goes with every collection
 * (the field _id and its key) is not told beside it. For showing only: keys are no longer those of the catalog.
 */
export function toldDifferences(differences: readonly Difference[], engine: EngineId): readonly Difference[] {
  const { table } = nounsOf(engine);
  if (table === "table") return differences;
  return differences
    .filter(({ kind, change }) => change === "changed" || (kind !== "column" && kind !== "constraint"))
    .map((difference) => (difference.kind === "table" ? { ...difference, key: difference.key.replace(/^table /, `${table} `) } : difference));
}
