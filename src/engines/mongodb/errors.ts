import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from "mongodb";
import { CancelledError, ConnectionError, isDataEngineerError, StatementError, type StatementReason } from "../../core/errors.ts";
import { numberOf } from "./bson/value.ts";
import type { Command } from "./command.ts";
import { offsetOf } from "./errorOffset.ts";

/** Codes as the server's error_codes.yml numbers them. */
const reasons: readonly (readonly [StatementReason, readonly number[]])[] = [
  ["syntax", [2, 4, 9, 14, 16, 22, 40, 52, 56, 57, 59, 72, 73, 197, 224, 40_081, 40_324, 40_353, 40_415, 16_410, 16_436, 40_323, 40_169, 40_272]],
  ["undefinedObject", [11, 26, 27, 31]],
  ["duplicateObject", [48, 68, 85, 86, 51_002, 51_003]],
  ["constraint", [66, 121, 11_000, 11_001, 12_582]],
  ["permission", [13, 18, 33]],
  ["lockTimeout", [24, 46, 112, 117, 12_587]],
  ["statementTimeout", [50, 202, 262, 290]],
  ["diskFull", [14_031]],
];

const lostCodes = new Set([6, 7, 89, 91, 189, 9001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436]);

const advice: Readonly<Partial<Record<StatementReason, string>>> = {
  undefinedObject: "Check the name; names differ by case. Create it first, or run the migration that does.",
  duplicateObject: "Choose another name, or drop the one that is there.",
  constraint: "Look at the document that the message names.",
  permission: "Grant the role that the command needs to the user of this connection, or connect as another.",
  lockTimeout: "Another operation holds what this one needs. Run it again when that has ended.",
  diskFull: "Free space on the server's disk, then run it again.",
};

/** What the server or the driver refused, as the error that a person will read. Data Engineer's own errors pass. */
export function commandError(error: unknown, command?: Command): Error {
  if (isDataEngineerError(error)) return error;
  const code = error instanceof MongoServerError ? numberOf(error.code) : undefined;
  if (error instanceof MongoServerError && code !== undefined) {
    if (lostCodes.has(code)) return lost(error);
    return statementError(code, error.message, { command, name: String(error.codeName ?? code), cause: withoutSecrets(error) });
  }
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError || (error instanceof MongoError && /Pool|Topology|NotConnected|Expired/.test(error.name))) return lost(error);
  if (error instanceof MongoError || (error instanceof Error && /^BSON/.test(error.name))) return new StatementError("syntax", "9", error.message, { cause: withoutSecrets(error), ...placed(command, error.message) });
  return error instanceof Error ? error : new Error(String(error));
}

/** A refusal by its code, also where it is an entry of `writeErrors`. */
export function statementError(code: number, message: string, about: { readonly command?: Command | undefined; readonly name?: string | undefined; readonly within?: readonly (string | number)[]; readonly cause?: unknown; readonly next?: string }): StatementError {
  const reason = reasonOf(code, message);
  const next = about.next ?? (code === 59 ? "Check the command's name; an older server may not have it." : code === 290 ? "A server ends a transaction after transactionLifetimeLimitSeconds, 60 by default: do it in smaller parts, or raise that." : code === 20 && /replica set/i.test(message) ? "Transactions need a replica set or a sharded cluster." : advice[reason]);
  return new StatementError(reason, String(code), message === "" ? (about.name ?? `Error ${code}`) : message, {
    ...(about.cause === undefined ? {} : { cause: about.cause }),
    ...(next === undefined ? {} : { next }),
    ...placed(about.command, message, about.within),
  });
}

function reasonOf(code: number, message: string): StatementReason {
  for (const [reason, codes] of reasons) if (codes.includes(code)) return reason;
  return (code >= 10_000 || code === 8) && /unknown|unrecognized|not recognized|must be|expected|requires|invalid/i.test(message) ? "syntax" : "other";
}

function placed(command: Command | undefined, message: string, within?: readonly (string | number)[]): { readonly offset?: number } {
  const offset = command === undefined ? undefined : offsetOf(command, message, within);
  return offset === undefined ? {} : { offset };
}

export function lost(error: unknown): ConnectionError {
  return new ConnectionError("lost", "The connection to the server was lost.", { cause: withoutSecrets(error), next: "Check that the server is up and has a primary, then run the command again." });
}

/** It was to end on the server and did not, as far as can be told: that is said too. */
export function goesOn(why: Error, error: unknown): Error {
  const told = `The server could not be made to end it${error instanceof Error ? ` (${error.message})` : ""}: it may go on there, look for it with currentOp.`;
  if (why instanceof CancelledError) return new CancelledError(undefined, { next: why.next === undefined ? told : `${why.next} ${told}` });
  if (why instanceof StatementError) return new StatementError(why.reason as StatementReason, why.code, why.message, { next: why.next === undefined ? told : `${told} ${why.next}` });
  return why;
}

/** Enough of a driver's error to find it in its documentation; its other fields may hold the connection's options. */
export function withoutSecrets(error: unknown): { readonly name: string; readonly code: string } {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return { name: error instanceof Error ? error.name : "Error", code };
}
