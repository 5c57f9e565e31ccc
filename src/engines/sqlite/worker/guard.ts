import { leadingWords } from "../tokens.ts";

/** Pragmas that only look, also when they are given an argument. */
const lookingPragmas = new Set([
  "TABLE_INFO", "TABLE_XINFO", "TABLE_LIST", "INDEX_LIST", "INDEX_INFO", "INDEX_XINFO", "FOREIGN_KEY_LIST",
  "FOREIGN_KEY_CHECK", "INTEGRITY_CHECK", "QUICK_CHECK",
]);
/** Statements that SQLite counts as reading although they reach beyond the database that was opened. */
const reaching = new Set(["ATTACH", "DETACH", "VACUUM"]);

/** Why a read-only session does not run a statement that SQLite itself would let pass; null where it may. */
export function refusedWhenReadOnly(sql: string): string | null {
  const [first = "", second = "", third = "", fourth = "", fifth = ""] = statementWords(sql);
  if (reaching.has(first)) return `${first} is not allowed on a read-only connection.`;
  if (first !== "PRAGMA") return null;
  const [name, mark] = third === "." ? [fourth, fifth] : [second, third];
  if (mark === undefined || mark === "" || mark === ";" || lookingPragmas.has(unquoted(name))) return null;
  return `PRAGMA ${unquoted(name).toLowerCase()} cannot be set on a read-only connection.`;
}

/** True for what would end the transaction that surrounds it. */
export function endsTransaction(sql: string): boolean {
  const [first = "", second = "", third = ""] = statementWords(sql);
  return first === "COMMIT" || first === "END" || (first === "ROLLBACK" && second !== "TO" && third !== "TO");
}

function statementWords(sql: string): string[] {
  const found = leadingWords(sql, 12);
  return found.slice(found.findIndex((word) => word !== ";"));
}

function unquoted(name: string): string {
  return /^["'`[]/.test(name) ? name.slice(1, -1) : name;
}
