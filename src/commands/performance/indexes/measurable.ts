import type { WeightedQuery } from "../../../core/indexes/bench.ts";
import type { Engine } from "../../../engines/engine.ts";

/**
 * The statements that may be executed to be measured. Left out, with the reason: what acts on more than one database, which no disposable copy takes back;
 * on the target itself also what a rollback does not take back.
 */
export function measurable(engine: Engine, queries: readonly WeightedQuery[], where: "disposable" | "target"): { readonly queries: readonly WeightedQuery[]; readonly left: readonly string[] } {
  const reaching = (sql: string): boolean => engine.reachesBeyond(sql) || (where === "target" && engine.leavesTraces(sql));
  return {
    queries: queries.filter(({ sql }) => !reaching(sql)),
    left: queries.filter(({ sql }) => reaching(sql)).map(({ id }) => `${id} calls what ${where === "target" ? "a rollback does not take back" : "acts on more than a disposable copy"}: it was not executed, and nothing is said of it.`),
  };
}
