/** A protection with one part of it taken away; a suite that does not notice does not test that part. */
export interface Weakening {
  /** "public.orders: policy orders_read" */
  readonly of: string;
  /** The part taken away: "owner_id = auth.uid()". */
  readonly part: string;
  readonly statements: readonly string[];
}
