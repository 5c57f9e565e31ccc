import { keywordDefs } from "sqlite3-parser";

const keywords = new Set(keywordDefs.keywords.map((keyword) => keyword.name));
/** Words that are no keywords but mean something else without quotes. */
const special = new Set(["TRUE", "FALSE"]);

/** An identifier in double quotes, whatever it holds. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal. NUL characters end a statement for SQLite, so they are spelled as char(0). */
export function quoteText(value: string): string {
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  if (!value.includes("\0")) return literal(value);
  return `(${value.split("\0").map(literal).join("||char(0)||")})`;
}

/** Quoted, with its schema where it is not the main one. */
export function quoteObject(object: { readonly schema?: string; readonly name: string }): string {
  return object.schema === undefined || object.schema === "" ? quoteName(object.name) : `${quoteName(object.schema)}.${quoteName(object.name)}`;
}

/** An identifier as normalised definitions write it: bare where SQLite reads it back the same, else quoted. */
export function plainName(name: string): string {
  const bare = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !isKeyword(name) && !special.has(name.toUpperCase());
  return bare ? name : quoteName(name);
}

export function isKeyword(word: string): boolean {
  return keywords.has(word.toUpperCase());
}

/** Names compare without regard to the case of ASCII letters, quoted or not. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
