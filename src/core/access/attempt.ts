import type { Evidence } from "../report/report.ts";
import type { Identity } from "./identity.ts";
import type { Operation } from "./operation.ts";

export interface AccessObject {
  readonly form: "table" | "partition" | "view" | "materializedView" | "foreignTable" | "routine" | "collection";
  readonly schema: string;
  readonly name: string;
  /** Of a routine: its argument types, which tell overloads apart. */
  readonly signature?: string;
}

/** Whose row is tried: of the identity itself, of somebody else, of somebody else in another tenant, any at all. */
export type RowOf = "own" | "foreign" | "otherTenant" | "any";

/** One thing that one identity tries. */
export interface Attempt {
  readonly identity: Identity;
  readonly operation: Operation;
  readonly object: AccessObject;
  readonly row: RowOf;
  /** Of a routine: true tries the right to call it alone, and its body does not run. */
  readonly rightAlone?: boolean;
}

/**
 * Why it went as it did. Denials: no grant on the object ("grant"), the row is not seen ("using"), the new row is refused ("check"), the schema is closed
 * ("schema"), the view or routine refuses by itself ("definition"), the document is refused by a validator ("validator").
 * Allowed: "policy" where policies let it through, "owner" and "bypass" where none applied, "open" where the object has no row security.
 */
export type Mechanism = "grant" | "schema" | "using" | "check" | "definition" | "validator" | "policy" | "owner" | "bypass" | "open";

/** What happened. "error" is a failure of the test itself (a constraint, a trigger, a missing parent) and never counts as a denial. */
export interface Outcome {
  readonly verdict: "allowed" | "denied" | "error";
  readonly mechanism?: Mechanism;
  /** Rows reached, where it was a statement on rows. */
  readonly rows?: number;
  /** Names of the policies that decided, where the server has such. */
  readonly policies: readonly string[];
  /** SQLSTATE or the server's own code, and its words. */
  readonly code?: string;
  readonly message?: string;
  /** The statements as they were executed, the row, and what came back. */
  readonly witness: readonly Evidence[];
}

export interface Attempted extends Attempt {
  readonly outcome: Outcome;
}
