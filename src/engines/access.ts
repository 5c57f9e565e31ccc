import type { AccessObject, Attempt, Outcome, RowOf } from "../core/access/attempt.ts";
import type { Identity } from "../core/access/identity.ts";
import type { OwnRow, PolicyDesign, PolicyRequest, ReadingCost } from "../core/access/policyDesign.ts";
import type { Operation } from "../core/access/operation.ts";
import type { Weakening } from "../core/access/weakening.ts";
import type { Catalog } from "../core/catalog/catalog.ts";

/** Who may do what, found by trying it; `Session.access`, whose type it is given. Absent on an engine where nobody's access can be tried. */
export interface AccessAdapter<Session> {
  /** Where things are tried, for the report: "in a transaction of the target that is rolled back". */
  readonly trialPlace: string;
  /** Gives `work` a session on which anything may be changed; nothing of it is left afterwards, also when it throws. */
  trial<Value>(work: (session: Session) => Promise<Value>, signal: AbortSignal): Promise<Value>;
  /** Inside a trial: tries each in turn, each undone before the next; rows that are needed are made first, with the parents that their foreign keys want. */
  attempt(session: Session, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal): Promise<readonly Outcome[]>;
  /** The user, somebody else, somebody of another tenant, nobody, as this database would know them. Throws UsageError for an id that it could not have. */
  identities(request: IdentityRequest, catalog: Catalog): Promise<readonly Identity[]>;
  /** All that somebody may try to reach. */
  objects(catalog: Catalog): readonly AccessObject[];
  /** Whose rows an object can have, from the columns that say so; absent: any. */
  rowsOf?(object: AccessObject, catalog: Catalog): readonly RowOf[];
  /** Can a row of it be given to somebody else by changing it? Absent: yes, where rows are somebody's. */
  mayMove?(object: AccessObject, catalog: Catalog): boolean;
  /** Can this be tried at all, whoever asks? "Insert" cannot where nobody can write through a view. Absent: everything that its form has. */
  possible?(catalog: Catalog): Promise<(object: AccessObject, operation: Operation) => boolean>;
  /** What stays although a trial is undone, in words: "the sequence of public.orders.id moves on". */
  traces?(catalog: Catalog, objects: readonly AccessObject[]): readonly string[];
  /** Inside a trial: the same attempts as a test file of the engine's own, which expects what happens now. */
  asTests?(session: Session, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal): Promise<string>;
  /** Inside a trial: takes away what protects these objects, so that a test that still passes is shown to test nothing. Names what it took. */
  lift(session: Session, catalog: Catalog, objects: readonly AccessObject[]): Promise<readonly string[]>;
  /** Each protection weakened by one part at a time. */
  weakenings(catalog: Catalog, objects: readonly AccessObject[]): Promise<readonly Weakening[]>;
  /** What a design can ask for besides whose a row is. Absent: nothing. */
  readonly asksFor?: readonly ("rbac" | "aal2")[];
  /** What would protect a table, from its real columns. Throws UsageError where the table has nothing to protect it by, and says what to add. */
  design(request: PolicyRequest, catalog: Catalog): Promise<PolicyDesign>;
  /** Inside a trial: makes rows by which somebody owns something, with the parents that their foreign keys want; what cannot be made is left out. Absent where own rows need none. */
  seed?(session: Session, catalog: Catalog, identity: Identity, rows: readonly OwnRow[]): Promise<void>;
  /** Inside a transaction: what follows in it runs as somebody. Absent where that takes a connection of its own. */
  become?(session: Session, identity: Identity): Promise<void>;
  /** Inside a trial: what reading the whole table would cost somebody, from the planner alone; null where he may not read it. Absent where plans do not depend on who asks. */
  cost?(session: Session, identity: Identity, table: { readonly schema: string; readonly name: string }, signal: AbortSignal): Promise<ReadingCost | null>;
}

export interface IdentityRequest {
  /** A user's id in whatever form the application has: a number, a UUID, any text, an account's name. */
  readonly user: string;
  /** How the application tells the database who asks; absent: found from the policies. */
  readonly scheme?: "claims" | "setting" | "role";
  /** Further claims or settings: "aal" → "aal2", "app.tenant_id" → "7". */
  readonly claims: Readonly<Record<string, string>>;
  readonly role?: string;
}
