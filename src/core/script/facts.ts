import type { StatementReason } from "../errors.ts";
import type { Statement } from "./script.ts";

export type ObjectKind =
  | "schema" | "extension" | "table" | "column" | "constraint" | "index" | "view" | "materializedView" | "routine" | "trigger"
  | "type" | "domain" | "sequence" | "policy" | "role" | "database" | "rows" | "other";

/**
 * A database object as a script names it, already folded by the engine's rules (lower case unless quoted, …).
 * `schema` is absent where the script leaves it to the search path. `table` is set for columns, constraints, triggers, policies
 * (and for indexes where the statement says it). `signature` is a routine's argument types where known. A database without a name is the connection's own.
 */
export interface ObjectRef {
  readonly kind: ObjectKind;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  readonly signature?: string;
  /** Of a constraint or index: the columns that it makes unique, in their order. */
  readonly unique?: readonly string[];
  /** With `unique`: it is the primary key. */
  readonly primary?: boolean;
  /** The server gave the name, and gives another where it is taken. */
  readonly implicit?: boolean;
  /** Of an index that is not unique: its columns, where a foreign key may point at such. */
  readonly indexed?: readonly string[];
  /** Of a table: its columns are not all in `defines` (LIKE, INHERITS, AS SELECT, …). */
  readonly openColumns?: boolean;
  /** What people call it where that is not its kind: "collection". */
  readonly called?: string;
  /** The server accepts that it is created again with an equal definition (and refuses any other). */
  readonly definition?: string;
  /** Made along the way where it is missing (a collection by its first insert), so that its creation by a later statement comes too late. */
  readonly byUse?: true;
}

/** A reference from a statement to an object that must exist by then. Offsets are UTF-16 units into the whole script. */
export interface ObjectUse extends ObjectRef {
  readonly start?: number;
  readonly end?: number;
  /** Soft uses (bodies of routines that are checked at call time) never make an error, only an order preference. */
  readonly soft?: boolean;
  /** The server takes the statement although the object is missing, and does nothing then. */
  readonly passedOver?: true;
  /** What must hold besides existence: a key on these columns (a foreign key's target); empty means the primary key. */
  readonly needsUniqueOn?: readonly string[];
  /** The object that depends on it from then on, so that dropping it later needs CASCADE; absent: nothing stays behind. */
  readonly by?: ObjectRef;
}

/** What is done to a table or view ("structure": to the schema), as far as it makes the server look up the names that other objects hold. */
export type WakingEvent = "insert" | "update" | "delete" | "select" | "structure";

/** Names inside a new object that the server looks up only when it is woken: a view's query, a trigger's body, a foreign key's table. */
export interface HeldNames {
  readonly by: ObjectRef;
  /** The table or view whose use wakes it. */
  readonly on?: ObjectRef;
  readonly events?: readonly WakingEvent[];
  readonly uses: readonly ObjectUse[];
  /** A trigger that stands for writing to a view. */
  readonly insteadOf?: true;
  /** A setting of the connection decides (foreign keys in SQLite): a warning, not an error. */
  readonly enforced?: "sometimes";
}

/** `object` absent: the server reads its whole schema again, so that every held name must be there. */
export interface Waking {
  readonly object?: ObjectRef;
  readonly event: WakingEvent;
}

/** What a statement would lose. `object` is what the person is asked to name. */
export interface Destruction {
  readonly object: ObjectRef;
  readonly how: "drop" | "dropCascade" | "truncate" | "deleteAll" | "updateAll" | "lossyType" | "dropColumn" | "dropDatabase" | "replace";
  /** Columns whose values are lost (dropColumn, lossyType, updateAll); absent where whole rows are. */
  readonly columns?: readonly string[];
}

export type StatementKind = "ddl" | "dml" | "query" | "transactionControl" | "session" | "utility";

/** What one statement is, says and does, found without a server. */
export interface StatementFacts {
  readonly statement: Statement;
  /** The words that a person would call it by: "CREATE TABLE", "ALTER TABLE … ADD COLUMN", "INSERT". */
  readonly verb: string;
  readonly kind: StatementKind;
  readonly defines: readonly ObjectRef[];
  readonly uses: readonly ObjectUse[];
  readonly drops: readonly ObjectRef[];
  /** With `drops`: what depends on the dropped objects goes too. */
  readonly cascade?: boolean;
  /** The server does not look for what depends on the dropped objects (SET FOREIGN_KEY_CHECKS = 0); the dependents stay. */
  readonly unchecked?: boolean;
  /** Objects that stay but are defined anew, so that what they depended on before no longer counts (ALTER COLUMN … TYPE, CREATE OR REPLACE VIEW). */
  readonly redefines?: readonly ObjectRef[];
  /** Names that its new objects hold and that are looked up later. */
  readonly holds?: readonly HeldNames[];
  /** What makes the server look up held names. */
  readonly wakes?: readonly Waking[];
  readonly renames: readonly { readonly from: ObjectRef; readonly to: ObjectRef }[];
  readonly destroys: readonly Destruction[];
  readonly writes: boolean;
  /** What it makes, changes and loses is known only by running it (a module of JavaScript). */
  readonly opaque?: true;
  /** "outside": the server refuses it inside a transaction block; "sideEffects": it runs inside one but leaves effects that a rollback does not undo. */
  readonly transaction: "inside" | "outside" | "sideEffects";
  /** With "outside": the server takes it inside a transaction block too, and does nothing (SQLite's PRAGMA foreign_keys). */
  readonly ignoredInside?: true;
  /** Set for kind transactionControl. */
  readonly control?: "begin" | "commit" | "rollback" | "savepoint" | "release" | "rollbackTo";
  /** True for CREATE … IF NOT EXISTS, CREATE OR REPLACE, DROP … IF EXISTS. */
  readonly idempotent?: boolean;
  /** Values that ALTER TYPE … ADD VALUE brings; using one in the same transaction fails. */
  readonly addsEnumValue?: { readonly type: ObjectRef; readonly value: string };
}

/** A place in a script that could not be read. `offset` is UTF-16 units into the script. */
export interface ScriptProblem {
  readonly reason: StatementReason;
  readonly message: string;
  readonly offset: number;
  readonly code?: string;
}

export interface ScriptFacts {
  readonly statements: readonly StatementFacts[];
  readonly problems: readonly ScriptProblem[];
}
