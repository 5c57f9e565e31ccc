import { tokensOf } from "../scan/tokens.ts";
import { modeOf } from "../scan/sqlMode.ts";
import { ownReferences } from "../ownName.ts";
import type { CatalogSource } from "./source.ts";

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "0": "\0", Z: "\x1a" };

/** MySQL's information_schema gives expressions (defaults, CHECK, generated columns, index parts) as the inside of a text literal: `_utf8mb4\'x\'`. */
export function unescaped({ flavour }: Pick<CatalogSource, "flavour">, expression: string): string {
  return flavour === "mariadb" ? expression : expression.replace(/\\([\s\S])/g, (_, mark: string) => escapes[mark] ?? mark);
}

export interface Stripped {
  readonly text: string;
  /** The names that the database's own name stood before. */
  readonly named: readonly string[];
}

/** A definition without the name of its own database, so that it means the same in another one. */
export function stripped(source: CatalogSource, text: string, sqlMode = ""): Stripped {
  if (!text.toLowerCase().includes(source.database.toLowerCase())) return { text, named: [] };
  const tokens = tokensOf(text, source.flavour, modeOf(sqlMode), source.versionNumber);
  let result = "";
  let at = 0;
  const named: string[] = [];
  for (const found of ownReferences(tokens, source.database)) {
    result += text.slice(at, found.start);
    at = found.end;
    named.push(found.names);
  }
  return { text: result + text.slice(at), named };
}

/** A text as the server's own SHOW CREATE writes it under the default sql_mode. */
export function textLiteral(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll("\0", "\\0")}'`;
}

/** A text under any sql_mode: with NO_BACKSLASH_ESCAPES a backslash is a character like any other. */
export function textLiteralIn(sqlMode: string, value: string): string {
  return modeOf(sqlMode).noBackslashEscapes ? `'${value.replaceAll("'", "''")}'` : textLiteral(value);
}
