import type { Identity } from "./identity.ts";
import type { Operation } from "./operation.ts";
import type { AccessObject, RowOf } from "./attempt.ts";

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
  /** The table that says who belongs to which tenant; absent: found by foreign keys. */
  readonly members?: string;
  /** How the application tells the database who asks; absent: found from what the database holds. */
  readonly scheme?: "claims" | "setting" | "role";
  /** The role or account of the application; absent: those that may use the table now. */
  readonly role?: string;
  /** True: what protects the table now is taken away; otherwise it stays and is told. */
  readonly replace?: boolean;
  /** True: roles with permissions must be asked too; absent: where the database has them. Granular. */
  readonly rbac?: boolean;
  /** True: only who signed in with a second factor may write. */
  readonly aal2?: boolean;
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
  /** Who loses what: "anon loses SELECT". */
  readonly lockedOut?: readonly string[];
  /** Run by themselves before the others, outside of any transaction, because they would hold up a large table in one; not part of a trial. */
  readonly apart?: readonly { readonly sql: string; readonly undo: string }[];
  /** What must hold once the statements ran; it is tried before they are applied. */
  readonly expected?: readonly Expectation[];
  /** Rows by which the first identity of `expected` belongs to a tenant or owns a parent, those that others refer to first. */
  readonly owned?: readonly OwnRow[];
  /** What this server cannot try at all, in words: what was shown may be written down for another, and is neither called proven nor applied. */
  readonly untried?: string;
}

/** A row that must be there before an own row can be tried. */
export interface OwnRow {
  readonly schema: string;
  readonly table: string;
  /** By column; or the value that a column of an earlier row got. */
  readonly values: Readonly<Record<string, string | null | { readonly row: number; readonly column: string }>>;
}

/** "Somebody else may not read an own row of the user." */
export interface Expectation {
  readonly identity: Identity;
  readonly operation: Operation;
  readonly row: RowOf;
  readonly verdict: "allowed" | "denied";
  /** What is tried instead of the table: a view that the statements make. Before they ran the table stands for it. */
  readonly object?: AccessObject;
}

/** What reading the whole table costs somebody, as the planner sees it. */
export interface ReadingCost {
  readonly total: number;
  /** "index scan on orders_owner_id_idx", "sequential scan". */
  readonly access: string;
  /** How often what tells the asker apart is computed. */
  readonly asker: "once" | "perRow" | "none";
}
