import type { IndexBench, MadeIndex, Measurement } from "../bench.ts";
import type { Candidate } from "./candidate.ts";

export interface Gain {
  /** Weighted, in the bench's unit, after what writes would pay. */
  readonly net: number;
  /** What the queries that it helps still cost, weighted. */
  readonly left: number;
  /** A difference of the net below this is none. */
  readonly grain: number;
  /** It helps at least one query by a tenth and is used by its plan, and pays for itself. */
  readonly worth: boolean;
}

export interface Tried {
  readonly candidate: Candidate;
  readonly made: MadeIndex;
  readonly costs: ReadonlyMap<string, Measurement>;
  readonly gain: Gain;
}

/** Less than this share of a query's cost may be chance. */
const leastShare = 0.1;

/** What an index brings over what stands. */
export function gainOf(candidate: Candidate, made: MadeIndex, costs: ReadonlyMap<string, Measurement>, standing: ReadonlyMap<string, Measurement>, weights: ReadonlyMap<string, number>, bench: Pick<IndexBench, "perWrite" | "least">): Gain {
  let net = -candidate.writes * bench.perWrite;
  let left = 0;
  let calls = 0;
  let helps = false;
  for (const [id, now] of costs) {
    const was = standing.get(id)?.cost ?? now.cost;
    const weight = weights.get(id) ?? 1;
    net += (was - now.cost) * weight;
    if (was <= now.cost) continue;
    left += now.cost * weight;
    calls += weight;
    helps ||= now.used.includes(made.name) && isGain(was, now.cost, bench);
  }
  return { net, left, grain: bench.least * calls, worth: helps && net > 0 };
}

/** Lower by more than chance. */
export function isGain(before: number, after: number, { least }: Pick<IndexBench, "least">): boolean {
  return before - after >= Math.max(least, before * leastShare);
}

/** A partial index serves one constant alone: it is only taken before another where it is this much smaller. */
const partialMustSave = 8;

/** The one with the highest gain; of those that gain about as much, the smallest, and of those the one with the fewest columns. */
export function betterOf(all: readonly Tried[]): Tried | undefined {
  const worth = all.filter(({ gain }) => gain.worth);
  const first = worth.reduce<Tried | undefined>((best, one) => (best === undefined || one.gain.net > best.gain.net ? one : best), undefined);
  if (first === undefined) return undefined;
  const slack = Math.max(first.gain.left * 0.25, first.gain.grain);
  const width = ({ candidate: { draft } }: Tried): number => draft.keys.length + draft.carried.length;
  const size = ({ candidate: { draft }, made }: Tried): number => made.bytes * (draft.predicate === undefined ? 1 : partialMustSave);
  return worth.filter(({ gain }) => gain.net >= first.gain.net - slack).sort((a, b) => size(a) - size(b) || width(a) - width(b) || b.gain.net - a.gain.net)[0];
}
