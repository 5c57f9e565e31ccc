import { StatementError } from "../../core/errors.ts";
import { outsideFunctions } from "./outsideFunctions.ts";

const blank = /^(?:[ \t\r\n\f\v;]+|--[^\r\n]*)/;

/** A statement's text without the blanks, comments and semicolons in front of it. */
export function withoutLeadingComments(text: string): string {
  let rest = text;
  for (;;) {
    const skipped = blank.exec(rest)?.[0].length ?? blockComment(rest);
    if (skipped === 0) return rest;
    rest = rest.slice(skipped);
  }
}

/** Length of the (nestable) block comment that a text starts with, or 0. */
function blockComment(text: string): number {
  if (!text.startsWith("/*")) return 0;
  let depth = 1;
  let at = 2;
  while (at < text.length && depth > 0) {
    const two = text.slice(at, at + 2);
    if (two === "/*") depth += 1;
    if (two === "*/") depth -= 1;
    at += two === "/*" || two === "*/" ? 2 : 1;
  }
  return at;
}

/** The first words in upper case with comments between them removed: "PREPARE TRANSACTION". */
export function leadingWords(text: string, count: number): string {
  const words: string[] = [];
  let rest = withoutLeadingComments(text);
  while (words.length < count) {
    const word = /^[a-z_]\w*/i.exec(rest)?.[0];
    if (word === undefined) break;
    words.push(word.toUpperCase());
    rest = rest.slice(word.length);
    const gap = withoutLeadingComments(rest);
    if (gap.startsWith(";") || rest.startsWith(";")) break;
    rest = gap;
  }
  return words.join(" ");
}

const endsTransaction = /^(?:BEGIN|START|COMMIT|END|ABORT|PREPARE TRANSACTION|ROLLBACK(?! (?:TO|WORK TO|TRANSACTION TO)\b))/;
const savepointWords = /^(?:SAVEPOINT|RELEASE|ROLLBACK)\b/;

/** Refuses what would end the transaction that the session keeps; savepoints of the person's own are let through. */
export function refuseTransactionControl(text: string): void {
  if (!endsTransaction.test(leadingWords(text, 3))) return;
  throw new StatementError("other", "25001", "A transaction is open already: the statement may not begin, end or leave it.", {
    next: "Remove BEGIN, COMMIT and ROLLBACK from the script; the whole of it runs in one transaction.",
  });
}

const leavesReadOnly = /^(?:SET (?:(?:LOCAL|SESSION) )?(?:TRANSACTION|CHARACTERISTICS|TRANSACTION_READ_ONLY|DEFAULT_TRANSACTION_READ_ONLY)\b|RESET (?:ALL|DEFAULT_TRANSACTION_READ_ONLY|TRANSACTION_READ_ONLY)\b|DISCARD\b)/;
const writesElsewhere = /^(?:COPY|DO|LOAD|PREPARE TRANSACTION|ALTER SYSTEM|NOTIFY)\b/;

/**
 * What a read-only transaction lets a superuser call; by name anywhere in the text, and names in Unicode escapes, which could spell any.
 * What functions of the database do inside is looked at in hiddenEffects.ts.
 */
const reachesOutside = new RegExp(`\\b(?:${outsideFunctions})"?\\s*(?:\\(|\\/\\*|--)|\\bu&"`, "i");

/** Refuses on a read-only connection what could lift the read-only mode, or write where the server's read-only transactions do not look. */
export function refuseOnReadOnly(text: string): void {
  const outside = reachesOutside.exec(text)?.[0];
  if (outside !== undefined) {
    throw new StatementError("readOnly", "25006", `${outside.replace(/["\s(/*-]+$/, "")} acts outside the transaction, so it is refused on a read-only connection.`, { next: "Leave explore mode for it." });
  }
  const words = leadingWords(text, 3);
  if (endsTransaction.test(words) || savepointWords.test(words) || leavesReadOnly.test(words)) throw readOnlyError("This connection is read-only for good: transactions and their mode cannot be changed on it.");
  if (writesElsewhere.test(words)) throw readOnlyError(`${words.split(" ")[0]} can write outside the transaction, so it is refused on a read-only connection.`);
}

function readOnlyError(message: string): StatementError {
  return new StatementError("readOnly", "25006", message, { next: "Leave explore mode to run it, or use SELECT to read." });
}
