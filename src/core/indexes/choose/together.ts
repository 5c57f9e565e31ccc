import type { IndexBench, MadeIndex, WeightedQuery } from "../bench.ts";
import { type Candidate, measured } from "./candidate.ts";
import type { Standing } from "./exchange.ts";
import { gainOf } from "./gain.ts";

/** Takes several at once where they lower a cost together that none lowers alone, and every one of them is used; else leaves what stands. */
export async function takeTogether(bench: IndexBench, queries: readonly WeightedQuery[], standing: Standing, group: readonly Candidate[], weights: ReadonlyMap<string, number>): Promise<boolean> {
  const chosen: { candidate: Candidate; made: MadeIndex }[] = [];
  const undo = async (): Promise<false> => {
    for (const { made } of chosen) await bench.drop(made);
    return false;
  };
  for (const candidate of group) {
    if (standing.chosen.some((one) => one.candidate === candidate)) continue;
    const made = await bench.make(candidate.draft);
    if ("refused" in made) return undo();
    chosen.push({ candidate, made });
  }
  const costs = await measured(bench, queries.filter(({ id }) => group.some(({ serves }) => serves.includes(id))));
  const used = new Set([...costs.values()].flatMap((one) => one.used));
  const [first] = chosen;
  if (first === undefined || !chosen.every(({ made }) => used.has(made.name))) return undo();
  const whole: Candidate = { ...first.candidate, writes: chosen.reduce((sum, { candidate }) => sum + candidate.writes, 0) };
  if (!gainOf(whole, first.made, costs, standing.costs, weights, bench).worth) return undo();
  standing.chosen.push(...chosen);
  standing.costs = new Map([...standing.costs, ...costs]);
  return true;
}
