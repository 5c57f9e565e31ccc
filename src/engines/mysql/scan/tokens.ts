import type { Flavour } from "../flavourName.ts";
import { Lexer } from "./lexer.ts";
import type { TokenKind } from "./lexer.ts";
import type { SqlMode } from "./sqlMode.ts";
import { defaultMode } from "./sqlMode.ts";

/** One token of a statement. `start` and `end` are UTF-16 units into its text. */
export interface Token {
  readonly kind: Exclude<TokenKind, "open" | "close">;
  readonly start: number;
  readonly end: number;
  /** As it is written. */
  readonly text: string;
  /** Of words, symbols and variables in upper case, to compare with; "" for texts and names in quotes. */
  readonly upper: string;
}

/** The tokens that the server executes: comments are left out, the content of versioned comments is code. */
export function tokensOf(sql: string, flavour: Flavour, mode: SqlMode = defaultMode, version?: number): Token[] {
  const lexer = new Lexer(sql, flavour, version);
  lexer.mode = mode;
  const tokens: Token[] = [];
  while (lexer.next()) {
    const { kind, start, end } = lexer;
    if (kind === "open" || kind === "close") continue;
    const text = sql.slice(start, end);
    tokens.push({ kind, start, end, text, upper: kind === "word" || kind === "symbol" || kind === "variable" ? text.toUpperCase() : "" });
  }
  return tokens;
}
