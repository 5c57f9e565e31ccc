/** What is asked of `*policy-apply` and `*create-rls-policies`. */
export interface PolicyRequest {
  readonly schema: string;
  readonly table: string;
  /** "kiss": one policy, the owner's. "granular": one for each command, by role. */
  readonly mode: "kiss" | "granular";
  /** The column that says whose a row is; absent: found by name and foreign key. */
  readonly owner?: string;
  /** The column that says which tenant's; granular. */
  readonly tenant?: string;
}

/** Statements that protect a table, and how to undo them. */
export interface PolicyDesign {
  /** What was decided from what: "owner_id is the owner: it references auth.users". */
  readonly reasons: readonly string[];
  /** In their order, without terminators. */
  readonly statements: readonly string[];
  readonly undo: readonly string[];
  /** What a person must decide or do besides: "14 rows have no owner_id". */
  readonly warnings: readonly string[];
}
