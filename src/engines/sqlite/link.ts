import type { Catalog } from "../../core/catalog/catalog.ts";
import type { Session } from "../engine.ts";
import type { OperationName, Operations, RawRow } from "./protocol.ts";

/** What the rooms of this engine ask of an open session besides its public calls. */
export interface SqliteLink {
  catalog(signal?: AbortSignal): Promise<Catalog>;
  /** Copies the whole database into a new file. */
  backup(file: string, signal: AbortSignal): Promise<void>;
  /** Raw rows of several queries that only read. */
  query(queries: readonly string[], signal?: AbortSignal): Promise<readonly (readonly RawRow[])[]>;
  /** One request to the child process. */
  ask<Name extends OperationName>(name: Name, input: Operations[Name]["input"], signal: AbortSignal): Promise<Operations[Name]["output"]>;
  /** Works without foreign keys being enforced row by row: in a savepoint of the open transaction, or in a transaction of its own. */
  quietly<Value>(work: () => Promise<Value>): Promise<Value>;
}

/** A session of this engine, which a shadow's always is. */
export function linked(session: Session): Session & SqliteLink {
  if (!("ask" in session) || !("query" in session)) throw new Error("This is no session of SQLite.");
  return session as Session & SqliteLink;
}
