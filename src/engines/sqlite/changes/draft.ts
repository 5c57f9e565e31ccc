/** A step before it knows its phase. */
export interface Draft {
  readonly sql: string;
  readonly objects: readonly string[];
  readonly destroys?: boolean;
}
