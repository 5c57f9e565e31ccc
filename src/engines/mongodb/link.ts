import type { Doc } from "./bson/value.ts";
import type { Command } from "./command.ts";

/** A command of the product's own, in the words of the driver's documents. */
export type OwnCommand = Readonly<Record<string, unknown>>;

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Another database than the connection's. */
  readonly database?: string;
}

/** What the rooms behind the session need of it. Everything runs in the session's transaction where one is open, and under its read-only list. */
export interface MongodbLink {
  readonly database: string;
  /** Has the server transactions? */
  readonly transactions: boolean;
  readonly inTransaction: boolean;
  readonly readOnly: boolean;
  readonly versionNumber: number;
  /** Throws StatementError, for the first of writeErrors too. */
  ask(command: OwnCommand, options?: AskOptions): Promise<Doc>;
  /** All documents of a command that gives a cursor, batch by batch. */
  documents(command: OwnCommand, options?: AskOptions & { readonly batchSize?: number }): AsyncIterable<Doc>;
  /** Beside the session: outside of its transaction, not waiting for what runs in it. */
  aside(command: OwnCommand, options?: AskOptions): Promise<Doc>;
  /** All documents of a command that gives a cursor, beside the session. */
  asideDocuments(command: OwnCommand, options?: AskOptions): Promise<Doc[]>;
  /** Reads a statement's text as `run` would. Throws StatementError("syntax"). */
  read(text: string): Command;
}

/** All documents of a command that gives a cursor; for what is known to be little. */
export async function documentsOf(access: MongodbLink, command: OwnCommand, options: AskOptions = {}): Promise<Doc[]> {
  const found: Doc[] = [];
  for await (const document of access.documents(command, options)) found.push(document);
  return found;
}

/** What a write outside of a transaction asks for, so that it outlives the server that took it. */
export function durable(access: MongodbLink): OwnCommand {
  return access.inTransaction ? {} : { writeConcern: { w: "majority" } };
}
