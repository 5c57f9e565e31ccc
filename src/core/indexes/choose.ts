import type { IndexBench, Measurement, WeightedQuery } from "./bench.ts";
import { exchange, type Standing } from "./choose/exchange.ts";
import { type Candidate, type ChooseOptions, measured } from "./choose/candidate.ts";
import { betterOf, gainOf, type Tried } from "./choose/gain.ts";
import { takeTogether } from "./choose/together.ts";
import { draftKey, type IndexDraft } from "./indexDraft.ts";

export interface Chosen {
  readonly candidate: Candidate;
  readonly bytes: number;
  readonly estimated: boolean;
  /** Its name in the plans of this place. */
  readonly name: string;
}

export interface Choice {
  readonly queries: readonly WeightedQuery[];
  readonly before: ReadonlyMap<string, Measurement>;
  /** With the whole set in place. */
  readonly after: ReadonlyMap<string, Measurement>;
  readonly chosen: readonly Chosen[];
  /** What the server refused, in its words. */
  readonly refused: readonly { readonly draft: IndexDraft; readonly why: string }[];
  /** How many were tried. */
  readonly tried: number;
  /** Why no further index was taken. */
  readonly stopped: string;
}

/**
 * The set that lowers the cost of all queries most, for what it costs: the best first, each measured beside those that were taken, until the next one is not
 * worth it; then each is tried against the others in its place, and without it.
 * `before` holds what every query costs now. Leaves the bench with the set in place.
 */
export async function chooseIndexes(bench: IndexBench, queries: readonly WeightedQuery[], before: ReadonlyMap<string, Measurement>, candidates: readonly Candidate[], options: ChooseOptions): Promise<Choice> {
  const refused: { draft: IndexDraft; why: string }[] = [];
  const weights = new Map(queries.map(({ id, calls }) => [id, calls]));
  const standing: Standing = { costs: new Map(before), chosen: [] };
  const tried = new Map<Candidate, Tried>();
  const open = new Set(candidates);
  const tryOne = async (candidate: Candidate): Promise<Tried | undefined> => {
    options.signal.throwIfAborted();
    const made = await bench.make(candidate.draft);
    if ("refused" in made) {
      refused.push({ draft: candidate.draft, why: made.refused });
      open.delete(candidate);
      tried.delete(candidate);
      return undefined;
    }
    try {
      const costs = await measured(bench, queries.filter(({ id }) => candidate.serves.includes(id)));
      return { candidate, made, costs, gain: gainOf(candidate, made, costs, standing.costs, weights, bench) };
    } finally {
      await bench.drop(made);
    }
  };
  const tryAll = async (which: readonly Candidate[], message: string): Promise<void> => {
    for (const [at, candidate] of which.entries()) {
      options.progress(message, at + 1, which.length);
      const result = await tryOne(candidate);
      if (result !== undefined) tried.set(candidate, result);
    }
  };
  await tryAll(candidates, "Trying indexes");
  let stopped = "";
  while (stopped === "") {
    const best = betterOf([...tried.values()].filter(({ candidate }) => open.has(candidate)));
    if (best === undefined) stopped = standing.chosen.length === 0 ? "no index lowers the cost of any query enough" : "no further index lowers the cost by a tenth of a query and by more than writes would pay for it";
    else if (standing.chosen.length >= options.most) stopped = `no more than ${options.most} ${options.most === 1 ? "was" : "were"} asked for`;
    else {
      await take(bench, best, standing);
      open.delete(best.candidate);
      for (const [candidate, result] of tried) if (open.has(candidate)) tried.set(candidate, { ...result, gain: gainOf(candidate, result.made, result.costs, standing.costs, weights, bench) });
      await tryAll([...open].filter((candidate) => worthAgain(candidate, best.candidate, tried, bench)), `Trying beside ${standing.chosen.length}`);
    }
  }
  for (const keys of options.groups) {
    const group = candidates.filter((candidate) => keys.includes(draftKey(candidate.draft)) && !refused.some(({ draft }) => draft === candidate.draft));
    if (group.length < keys.length || standing.chosen.length + group.length > options.most) continue;
    if (!(await takeTogether(bench, queries, standing, group, weights))) continue;
    for (const candidate of group) open.delete(candidate);
    stopped = "no further index lowers the cost enough; those of the branches of an OR were taken together, since none of them helps alone";
  }
  await exchange(bench, queries, standing, candidates.filter((candidate) => (tried.get(candidate)?.gain.worth ?? false) || open.has(candidate)).slice(0, bench.dear ? 0 : 40), before, weights, options);
  const after = standing.chosen.length === 0 ? new Map(before) : await measured(bench, queries);
  return { queries, before, after, chosen: standing.chosen.map(({ candidate, made }) => ({ candidate, ...made })), refused, tried: candidates.length - refused.length, stopped };
}

/** Another that serves the same queries now meets another plan; where making one is dear, only those that helped, or stand on another table. */
function worthAgain(candidate: Candidate, taken: Candidate, tried: ReadonlyMap<Candidate, Tried>, bench: IndexBench): boolean {
  if (!candidate.serves.some((id) => taken.serves.includes(id))) return false;
  if (!bench.dear) return true;
  return (tried.get(candidate)?.gain.worth ?? false) || candidate.draft.table !== taken.draft.table;
}

async function take(bench: IndexBench, best: Tried, standing: Standing): Promise<void> {
  const made = await bench.make(best.candidate.draft);
  if ("refused" in made) throw new Error(`An index that could be made before is refused now: ${made.refused}`);
  standing.chosen.push({ candidate: best.candidate, made });
  for (const [id, cost] of best.costs) standing.costs.set(id, cost);
}
