import { parseStmt } from "sqlite3-parser";
import { foldName } from "./quote.ts";
import { nextToken } from "./tokens.ts";

/** Where in the statement SQLite's message points to, in UTF-16 units; the driver passes no offset on. Undefined where it names nothing. */
export function offsetOfFailure(message: string, sql: string): number | undefined {
  if (/syntax error|unrecognized token|incomplete input/.test(message)) {
    const parsed = parseStmt(sql);
    if (parsed.status === "error") return parsed.errors[0]?.span.offset;
    return undefined;
  }
  const name = namedIn(message);
  return name === undefined ? undefined : offsetOfName(name, sql);
}

const naming = [
  /^no such (?:table|view|index|trigger|column|module|function|savepoint|collation sequence): (.+?)(?: - should this be .*)?$/,
  /^table .+ has no column named (.+)$/,
  /^(?:table|index|view|trigger) (.+) already exists$/,
  /^there is already (?:another|a) (?:table|index|table or index).*: (.+)$/,
  /^duplicate column name: (.+)$/,
  /^no such column: "(.+)"/,
];

function namedIn(message: string): string | undefined {
  const found = naming.map((pattern) => pattern.exec(message)?.[1]).find((name) => name !== undefined);
  return found?.replace(/^"(.*)"$/, "$1");
}

/** The first token that spells the name, or its last part where it is dotted; SQLite takes text literals for names too. */
function offsetOfName(name: string, sql: string): number | undefined {
  const candidates = [name, name.slice(name.lastIndexOf(".") + 1)].map((text) => foldName(unquoted(text)));
  let literal: number | undefined;
  for (let at = 0; at < sql.length; ) {
    const token = nextToken(sql, at);
    const text = sql.slice(at, token.end);
    if ((token.kind === "word" || token.kind === "quoted") && candidates.includes(foldName(unquoted(text)))) {
      if (!text.startsWith("'")) return at;
      literal ??= at;
    }
    at = token.end;
  }
  return literal;
}

function unquoted(text: string): string {
  if (!/^["'`[]/.test(text)) return text;
  const quote = text[0] as string;
  return quote === "[" ? text.slice(1, -1) : text.slice(1, -1).replaceAll(quote + quote, quote);
}
