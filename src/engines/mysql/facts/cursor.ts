import type { Token } from "../scan/tokens.ts";

/** A name as a statement writes it, without its quotes. Offsets into the statement. */
export interface Name {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** `name`, or `database.name`. */
export interface DottedName extends Name {
  readonly qualifier?: string;
}

/** A place in a list of tokens; `end` is the position after the last that it may read. */
export class Cursor {
  readonly tokens: readonly Token[];
  at: number;
  readonly end: number;

  constructor(tokens: readonly Token[], at = 0, end = tokens.length) {
    this.tokens = tokens;
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The token `ahead` of the place, or undefined beyond the end. */
  token(ahead = 0): Token | undefined {
    const at = this.at + ahead;
    return at < this.end ? this.tokens[at] : undefined;
  }

  /** The word or symbol `ahead` in upper case; "" for names in quotes, texts and beyond the end. */
  upper(ahead = 0): string {
    return this.token(ahead)?.upper ?? "";
  }

  is(...words: readonly string[]): boolean {
    for (let ahead = 0; ahead < words.length; ahead++) if (this.upper(ahead) !== words[ahead]) return false;
    return true;
  }

  /** Steps over the words where they are next. */
  take(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false;
    this.at += words.length;
    return true;
  }

  isOneOf(words: ReadonlySet<string>): boolean {
    return words.has(this.upper());
  }

  /** Steps over the next word where it is one of these; gives it. */
  takeOneOf(words: ReadonlySet<string>): string | undefined {
    const word = this.upper();
    if (!words.has(word)) return undefined;
    this.at++;
    return word;
  }

  isName(ahead = 0): boolean {
    const kind = this.token(ahead)?.kind;
    return kind === "word" || kind === "name";
  }

  name(): Name | undefined {
    const token = this.token();
    if (token === undefined || (token.kind !== "word" && token.kind !== "name")) return undefined;
    this.at++;
    return nameOf(token);
  }

  dotted(): DottedName | undefined {
    if (this.is(".") && this.isName(1)) this.at++;
    const first = this.name();
    if (first === undefined || !this.is(".") || !this.isName(1)) return first;
    this.at++;
    const second = this.name();
    return second === undefined ? first : { ...second, start: first.start, qualifier: first.name };
  }

  /** At "(": what is inside, and steps behind the ")"; what is never closed ends with the cursor. */
  group(): Cursor | undefined {
    if (!this.is("(")) return undefined;
    const start = this.at + 1;
    this.pass();
    const closed = this.tokens[this.at - 1]?.upper === ")" && this.at - 1 >= start;
    return new Cursor(this.tokens, start, closed ? this.at - 1 : this.at);
  }

  /** Steps over one token, or over a whole group in parentheses. */
  pass(): void {
    let depth = 0;
    do {
      const word = this.tokens[this.at]?.upper;
      if (word === "(") depth++;
      if (word === ")") depth--;
      this.at++;
    } while (depth > 0 && this.at < this.end);
  }

  /** Steps to the next of these words outside of parentheses, or to the end; gives what was passed. */
  upTo(words: ReadonlySet<string>, stop?: (cursor: Cursor) => boolean): Cursor {
    const start = this.at;
    while (!this.done && !(this.isOneOf(words) && (stop === undefined || stop(this)))) this.pass();
    if (this.at > this.end) this.at = this.end;
    return new Cursor(this.tokens, start, this.at);
  }

  /** The parts between commas outside of parentheses. */
  list(): Cursor[] {
    const parts: Cursor[] = [];
    while (!this.done) {
      const part = this.upTo(comma);
      parts.push(part);
      this.take(",");
    }
    return parts;
  }

  rest(): Cursor {
    return new Cursor(this.tokens, this.at, this.end);
  }
}

const comma: ReadonlySet<string> = new Set([","]);

export function nameOf(token: Token): Name {
  if (token.kind !== "name") return { name: token.text, start: token.start, end: token.end, quoted: false };
  const quote = token.text.slice(0, 1);
  return { name: token.text.slice(1, token.text.length > 1 && token.text.endsWith(quote) ? -1 : undefined).replaceAll(quote + quote, quote), start: token.start, end: token.end, quoted: true };
}

/** What a text token says, its escapes resolved. */
export function textOf(token: Token): string {
  const open = token.text.search(/['"]/);
  const quote = token.text.slice(open, open + 1);
  const body = token.text.slice(open + 1, token.text.endsWith(quote) && token.text.length > open + 1 ? -1 : undefined);
  return body.replaceAll(quote + quote, quote).replace(/\\([^])/g, (_, letter: string) => escapes[letter] ?? letter);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", 0: "\0", b: "\b", Z: "\u001a" };
