import { StatementError } from "../../core/errors.ts";
import { valueOf } from "./bson/read.ts";
import { isDoc, type Doc } from "./bson/value.ts";
import type { MongoCommand } from "./mongoCommand.ts";
import type { DocumentValue } from "./shell/value.ts";

/** A command as the server takes it, with where its parts stand in the text. */
export interface Command {
  /** "find", "createIndexes", … as it is written. */
  readonly name: string;
  readonly document: Doc;
  /** The collection or view that it names; undefined where it names none. */
  readonly target: string | undefined;
  /** Absent for a command that was made, not read. */
  readonly written?: DocumentValue;
  /** It goes to the database `admin`. */
  readonly admin?: boolean;
  /** Shown where the server gives no document: the count of nothing. */
  readonly whenEmpty?: Doc;
}

/** A command that was read from a text, with its exact values. Throws StatementError("syntax"). */
export function commandFrom(read: MongoCommand, whenEmpty?: Doc): Command {
  const command = commandOf(valueOf(read.document) as Doc, read.document);
  return { ...command, ...(read.admin === true ? { admin: true } : {}), ...(whenEmpty === undefined ? {} : { whenEmpty }) };
}

export function commandOf(document: Doc, written?: DocumentValue): Command {
  const [name, value] = [...document][0] ?? ["", undefined];
  return { name, document, target: typeof value === "string" && value !== "" ? value : undefined, ...(written === undefined ? {} : { written }) };
}

/** The command inside an explain. */
export function explained(command: Command): Command {
  const inner = command.document.get(command.name);
  if (!isDoc(inner)) throw new StatementError("syntax", "9", "explain takes a command document.", { offset: command.written?.start ?? 0, next: 'Write it as {"explain": {"find": "orders"}}.' });
  return commandOf(inner, command.written);
}
