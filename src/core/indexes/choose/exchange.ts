import type { IndexBench, MadeIndex, Measurement, WeightedQuery } from "../bench.ts";
import { type Candidate, type ChooseOptions, measured } from "./candidate.ts";

/** What stands on the bench, and what every query costs with it. */
export interface Standing {
  costs: Map<string, Measurement>;
  chosen: { readonly candidate: Candidate; readonly made: MadeIndex }[];
}

/** An exchange must bring this share of the whole, or it goes on for nothing. */
const leastShare = 0.01;

/**
 * Improves a set in place: takes out what the others make unnecessary, and puts another candidate where one stands if all queries together cost less then.
 * The order in which a greedy choice was made is forgotten by that.
 */
export async function exchange(bench: IndexBench, queries: readonly WeightedQuery[], standing: Standing, others: readonly Candidate[], before: ReadonlyMap<string, Measurement>, weights: ReadonlyMap<string, number>, options: ChooseOptions): Promise<void> {
  const total = (costs: ReadonlyMap<string, Measurement>, chosen: Standing["chosen"]): number =>
    queries.reduce((sum, { id }) => sum + (costs.get(id) ?? before.get(id) ?? { cost: 0 }).cost * (weights.get(id) ?? 1), 0) + chosen.reduce((sum, { candidate }) => sum + candidate.writes * bench.perWrite, 0);
  for (const one of [...standing.chosen]) {
    options.signal.throwIfAborted();
    const rest = standing.chosen.filter((other) => other !== one);
    const touched = queries.filter(({ id }) => one.candidate.serves.includes(id));
    const now = total(standing.costs, standing.chosen);
    await bench.drop(one.made);
    const without = new Map([...standing.costs, ...(await measured(bench, touched))]);
    const replacement = await bestInstead(one.candidate, without, rest, now, slackOf(touched, now));
    if (rest.length > 0 && total(without, rest) <= now * (1 + leastShare) && (replacement === undefined || replacement.total >= total(without, rest) * (1 - leastShare))) {
      standing.chosen = rest;
      standing.costs = without;
      continue;
    }
    const next = replacement?.candidate ?? one.candidate;
    const made = await bench.make(next.draft);
    if ("refused" in made) throw new Error(`An index that could be made before is refused now: ${made.refused}`);
    standing.chosen = standing.chosen.map((other) => (other === one ? { candidate: next, made } : other));
    standing.costs = new Map([...without, ...(await measured(bench, queries.filter(({ id }) => next.serves.includes(id) || one.candidate.serves.includes(id))))]);
  }

  /** What a choice between about equals may leave on the table: see betterOf. */
  function slackOf(touched: readonly WeightedQuery[], now: number): number {
    const left = touched.reduce((sum, { id, calls }) => sum + (standing.costs.get(id)?.cost ?? 0) * calls, 0);
    return Math.max(now * leastShare, left * 0.25, bench.least * touched.reduce((sum, { calls }) => sum + calls, 0));
  }

  async function bestInstead(old: Candidate, without: ReadonlyMap<string, Measurement>, rest: Standing["chosen"], now: number, slack: number): Promise<{ readonly candidate: Candidate; readonly total: number } | undefined> {
    let best: { candidate: Candidate; total: number } | undefined;
    for (const candidate of others) {
      if (candidate === old || candidate.draft.table !== old.draft.table || rest.some((other) => other.candidate === candidate)) continue;
      const made = await bench.make(candidate.draft);
      if ("refused" in made) continue;
      const costs = new Map([...without, ...(await measured(bench, queries.filter(({ id }) => candidate.serves.includes(id))))]);
      await bench.drop(made);
      const sum = total(costs, [...rest, { candidate, made }]);
      if (sum < now - slack && sum < (best?.total ?? now)) best = { candidate, total: sum };
    }
    return best;
  }
}
