import type { IndexBench, Measurement, WeightedQuery } from "../bench.ts";
import type { IndexDraft } from "../indexDraft.ts";

/** A draft with the queries that it could serve. */
export interface Candidate {
  readonly draft: IndexDraft;
  /** Ids of queries. */
  readonly serves: readonly string[];
  /** Rows written per run of the workload that it would have to follow. */
  readonly writes: number;
}

export interface ChooseOptions {
  /** No more than this many indexes. */
  readonly most: number;
  /** Keys of drafts that are only of use together. */
  readonly groups: readonly (readonly string[])[];
  readonly signal: AbortSignal;
  progress(message: string, done: number, total: number): void;
}

/** What each costs with what is in place now. */
export async function measured(bench: IndexBench, queries: readonly WeightedQuery[]): Promise<Map<string, Measurement>> {
  const costs = new Map<string, Measurement>();
  for (const query of queries) costs.set(query.id, await bench.measure(query));
  return costs;
}

