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
  /** Of a select: the columns that are asked for by their names; absent: whatever `*` gives. */
  readonly columns?: readonly string[];
  /** Rows that must be there too; what of them cannot be made is left out. */
  readonly besides?: readonly { readonly object: AccessObject; readonly row: RowOf }[];
  /** Run as the connection's own role just before: what the one who tries brings about elsewhere, through a service that writes for them. */
  readonly prepared?: readonly string[];
  /** A foreign or unique key of the object, by name, that inserts ask whether `row` exists, which the identity must not see: it goes through where the server's answer tells. */
  readonly asks?: string;
}

/**
 * Why it went as it did. Denials: no grant on the object ("grant"), the row is not seen ("using"), the new row is refused ("check"), the schema is closed
 * ("schema"), the view or routine refuses by itself ("definition"), the document is refused by a validator ("validator").
 * Allowed: "policy" where policies let it through, "owner" and "bypass" where none applied, "open" where the object has no row security, "key" where a key told.
 */
export type Mechanism = "grant" | "schema" | "using" | "check" | "definition" | "validator" | "policy" | "owner" | "bypass" | "open" | "key";

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
