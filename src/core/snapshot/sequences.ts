/** Where a snapshot with rows keeps what its sequences had reached. */
export const sequencesFile = "data/sequences.json";

/** A sequence, an AUTOINCREMENT counter or the like. */
export interface SequenceValue {
  readonly schema: string;
  readonly name: string;
  /** The last value given out, as text: bigints do not fit a number. */
  readonly last: string;
}

/** Those of `values` that must be moved on: what `now` has, and has not reached yet (or, with "" as `last`, never used). */
export function behind(values: readonly SequenceValue[], now: readonly SequenceValue[]): SequenceValue[] {
  const reached = new Map(now.map((value) => [JSON.stringify([value.schema, value.name]), value.last]));
  return values.filter(({ schema, name, last }) => {
    const at = reached.get(JSON.stringify([schema, name]));
    return at !== undefined && (at === "" || BigInt(at) < BigInt(last));
  });
}
