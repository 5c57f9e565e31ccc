import { UnreadableText } from "./problem.ts";
import { tokensOf } from "./tokens.ts";
import type { Token } from "./tokens.ts";

/** Walks over the tokens of one statement. */
export class Reader {
  readonly text: string;
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** The text of a token; "" at the end. */
  word(token: Token | undefined): string {
    return token === undefined ? "" : this.text.slice(token.start, token.end);
  }

  next(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw new UnreadableText(this.text.length, "The text ends too early.");
    this.at++;
    return token;
  }

  /** Goes over the mark where it comes next. */
  take(mark: string): boolean {
    if (!this.sees(mark)) return false;
    this.at++;
    return true;
  }

  sees(mark: string): boolean {
    const token = this.peek();
    return token?.kind === "mark" && token.end - token.start === mark.length && this.text.startsWith(mark, token.start);
  }

  expect(mark: string, where: string): Token {
    const token = this.peek();
    if (!this.sees(mark)) throw new UnreadableText(token?.start ?? this.text.length, `${this.found(token)}, where ${where} needs ${mark}`);
    return this.next();
  }

  /** What stands there, for a message. */
  found(token: Token | undefined): string {
    if (token === undefined) return "The text ends";
    const word = this.word(token);
    if (token.kind === "unfinished") return word.startsWith("/*") ? "This comment has no end" : "This string has no end";
    return `Here stands ${word.length > 40 ? `${word.slice(0, 40)}…` : word}`;
  }

  fail(place: { readonly start: number } | undefined, message: string): never {
    throw new UnreadableText(place?.start ?? this.text.length, message);
  }
}
