import type { Session } from "./engine.ts";

export type OutlineKind = "table" | "view" | "materializedView" | "collection" | "routine" | "trigger" | "event" | "sequence";

/** A name in a database, as a tree shows it before anything is opened. */
export interface OutlineItem {
  readonly kind: OutlineKind;
  /** "" where the engine has none. */
  readonly schema: string;
  readonly name: string;
  /** As the server estimates them without counting; absent where that would cost. */
  readonly rows?: number;
  /** "on orders", "procedure", "disabled". */
  readonly detail?: string;
}

/** The names of a database, without definitions: had in a constant number of queries that stay quick on tens of thousands of tables. */
export interface Outline {
  /** Empty where the engine has none. */
  readonly schemas: readonly string[];
  readonly items: readonly OutlineItem[];
}

export interface OutlinePart {
  readonly name: string;
  readonly detail: string;
}

/** What one table, view or collection is made of, read when it is opened. */
export interface OutlineParts {
  readonly columns: readonly (OutlinePart & { readonly key: boolean; readonly target?: string; readonly comment?: string })[];
  readonly indexes: readonly OutlinePart[];
  readonly triggers: readonly OutlinePart[];
  /** Options and rules: a collection's validator, a view's source. */
  readonly rules: readonly OutlinePart[];
  readonly comment?: string;
}

/** The two readings of one engine; each sends a constant number of statements. */
export interface OutlineReader {
  readonly outline: (session: Session, signal: AbortSignal) => Promise<Outline>;
  readonly parts: (session: Session, item: Pick<OutlineItem, "kind" | "schema" | "name">, signal: AbortSignal) => Promise<OutlineParts>;
}
