export interface Token {
  readonly kind: "trivia" | "quoted" | "word" | "other";
  /** Offset after its last character. */
  readonly end: number;
}

/** A vertical tab is blank behind another blank only; by itself SQLite calls it an unrecognized token (src/tokenize.c). */
const space = /(?:\ufeff|[ \t\n\f\r][ \t\n\v\f\r]*)+/y;
const word = /[A-Za-z0-9_$\u0080-\ufefe\uff00-\uffff]+/y;

/** The token of SQLite's lexer at `at`, coarse: blanks and comments, quoted text, words (and numbers), any other single character. */
export function nextToken(text: string, at: number): Token {
  switch (text[at]) {
    case "'":
    case '"':
    case "`":
      return { kind: "quoted", end: endOfQuoted(text, at) };
    case "[":
      return { kind: "quoted", end: after(text, "]", at + 1) };
    case "-":
      if (text[at + 1] === "-") return { kind: "trivia", end: after(text, "\n", at + 2) };
      break;
    case "/":
      if (text[at + 1] === "*" && at + 2 < text.length) return { kind: "trivia", end: after(text, "*/", at + 2) };
      break;
    default:
  }
  const blank = match(space, text, at);
  if (blank !== -1) return { kind: "trivia", end: blank };
  const letters = match(word, text, at);
  return letters === -1 ? { kind: "other", end: at + 1 } : { kind: "word", end: letters };
}

/** The first words and symbols of a statement, upper case, comments skipped: enough to tell what it is. */
export function leadingWords(sql: string, count: number): string[] {
  const found: string[] = [];
  for (let at = 0; at < sql.length && found.length < count; ) {
    const token = nextToken(sql, at);
    if (token.kind !== "trivia") found.push(sql.slice(at, token.end).toUpperCase());
    at = token.end;
  }
  return found;
}

function endOfQuoted(text: string, at: number): number {
  const quote = text[at] as string;
  for (let from = at + 1; ; ) {
    const closing = text.indexOf(quote, from);
    if (closing === -1) return text.length;
    if (text[closing + 1] !== quote) return closing + 1;
    from = closing + 2;
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

const objects = new Set(["TABLE", "INDEX", "VIEW", "TRIGGER"]);

/** What a person would call the statement: "SELECT", "CREATE TABLE", "DROP INDEX". */
export function commandTag(sql: string): string {
  const found = leadingWords(sql, 8).filter((word) => word !== ";");
  const [first = ""] = found;
  if (!["CREATE", "DROP", "ALTER"].includes(first)) return first;
  const object = found.find((word) => objects.has(word));
  return object === undefined ? first : `${first} ${found.includes("VIRTUAL") ? "VIRTUAL " : ""}${object}`;
}
