/** A query that an index helps, or none does, with what the advice must be. */
export interface IndexCase {
  readonly name: string;
  readonly sql: string;
  /** What one of the chosen indexes is on, as the report words it; null: no index is worth it. */
  readonly index: string | null;
  /** An index that somebody in a hurry would make: the chosen one must cost less. */
  readonly instead?: string;
  /** What takes that one away, where it is not DROP INDEX with its name alone. */
  readonly away?: string;
  /** How many times less the statement costs at least. */
  readonly ratio?: number;
  /** Flags of the command. */
  readonly flags?: Readonly<Record<string, string | true>>;
  /** The statement whose cost is compared, where it is not the given one: what a foreign key looks up. */
  readonly measured?: string;
}

export interface IndexWorld {
  readonly name: string;
  /** Statements that make and fill it; the last ones analyse. */
  readonly made: readonly string[];
  readonly cases: readonly IndexCase[];
}
