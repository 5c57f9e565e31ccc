import { ConnectionError, StatementError } from "../../core/errors.ts";
import type { StatementReason } from "../../core/errors.ts";
import { offsetOfFailure } from "./errorOffset.ts";
import type { Failure } from "./protocol.ts";

/** What a failure of the child process means for the statement that it ran. */
export function statementError(failure: Failure, sql: string): StatementError | ConnectionError {
  const { code, message } = failure;
  if (code === "SQLITE_NOTADB") return notADatabase(message);
  if (code === "OLD_NODE") return new ConnectionError("driverMissing", message, { next: "Let it name a Node >= 22." });
  const known = advice(failure);
  const offset = offsetOfFailure(message, sql);
  return new StatementError(reasonOf(failure), code, known?.message ?? message, {
    ...(offset === undefined ? {} : { offset }),
    ...(known === undefined ? {} : { next: known.next }),
  });
}

export function notADatabase(message: string): ConnectionError {
  return new ConnectionError("notADatabase", `The file is not an SQLite database (${message}).`, {
    next: "Check the path; an encrypted database cannot be opened either.",
  });
}

const reasons: readonly (readonly [RegExp, StatementReason])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, "lockTimeout"],
  [/^SQLITE_CONSTRAINT/, "constraint"],
  [/^SQLITE_(READONLY|CANTOPEN_DIRTYWAL)|^READ_ONLY$/, "readOnly"],
  [/^SQLITE_FULL/, "diskFull"],
  [/^SQLITE_(PERM|AUTH)/, "permission"],
];

const messages: readonly (readonly [RegExp, StatementReason])[] = [
  [/syntax error|unrecognized token|incomplete input|contains (more than one statement|no statements)/, "syntax"],
  [/^no such (table|column|index|view|trigger|module|function|collation|savepoint)|has no column named|no such collation sequence/, "undefinedObject"],
  [/already exists|already another table or index|duplicate column name/, "duplicateObject"],
  [/error in (view|trigger|index|table|generated column)|cannot drop .* column|foreign key mismatch/, "dependency"],
];

function reasonOf({ code, message }: Failure): StatementReason {
  const match = [...reasons.filter(([pattern]) => pattern.test(code)), ...messages.filter(([pattern]) => pattern.test(message))][0];
  return match?.[1] ?? "other";
}

function advice({ code, message }: Failure): { readonly message: string; readonly next: string } | undefined {
  if (/^SQLITE_BUSY/.test(code)) return { message: "Another process is using the database (database is locked).", next: "Close the program that writes to it, or raise the lock timeout." };
  if (/^SQLITE_LOCKED/.test(code)) return { message, next: "Finish the query that still reads from this connection first." };
  if (/^SQLITE_FULL/.test(code)) return { message, next: "Free some disk space, then run it again." };
  if (/^SQLITE_READONLY/.test(code) || code === "READ_ONLY") return { message, next: "Connect without read-only mode to change something; check the rights of the file and its folder." };
  if (/^SQLITE_CORRUPT/.test(code)) return { message, next: "Run PRAGMA integrity_check and restore the file from a backup." };
  if (code === "TRANSACTION_CONTROL") return { message, next: "Take BEGIN, COMMIT and ROLLBACK out of the script, or run it without a surrounding transaction." };
  if (code === "TRANSACTION_GONE") return { message, next: "A statement before it rolled the transaction back (OR ROLLBACK, RAISE(ROLLBACK), a full disk)." };
  if (/contains more than one statement/.test(message)) return { message: "Only one statement can be run per call.", next: "Split the script and run its statements one by one." };
  if (/contains no statements/.test(message)) return { message: "There is no statement in this text.", next: "Write a statement; a comment alone does nothing." };
  return undefined;
}
