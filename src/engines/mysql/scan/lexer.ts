import type { Flavour } from "../flavourName.ts";
import { blockCommentEnd, isBlank, isDigit, isWordPart, lineEnd, quotedNameEnd, startsLineComment, stringEnd } from "./lexis.ts";
import type { SqlMode } from "./sqlMode.ts";
import { defaultMode } from "./sqlMode.ts";
import { versionedComment } from "./versioned.ts";

/** "open" and "close" are the marks of a versioned comment whose content is code. */
export type TokenKind = "word" | "name" | "string" | "number" | "variable" | "symbol" | "open" | "close";

const operators = /->>|->|:=|<=>|<=|>=|<>|!=|&&|\|\||<<|>>/y;

/** Steps through a text token by token; comments and blanks are passed over. Every text gives a result. */
export class Lexer {
  readonly text: string;
  readonly flavour: Flavour;
  readonly version: number | undefined;
  mode: SqlMode = defaultMode;
  /** Where the token that was read last lies, and what it is. */
  kind: TokenKind = "symbol";
  start = 0;
  end = 0;
  /** Words end before it, as the client sees it before it looks for words. */
  delimiter = ";";
  private inVersioned = false;

  constructor(text: string, flavour: Flavour, version?: number) {
    this.text = text;
    this.flavour = flavour;
    this.version = version;
  }

  /** Goes on at another place, outside of any comment. */
  jump(at: number): void {
    this.end = at;
    this.inVersioned = false;
  }

  /** Reads the next token; false at the end of the text. */
  next(): boolean {
    const { text } = this;
    const previous = this.kind;
    let at = this.end;
    for (; ; at++) {
      if (at >= text.length) {
        this.start = this.end = text.length;
        return false;
      }
      const code = text.charCodeAt(at);
      if (isBlank(code) || (code === 0xfeff && at === 0)) continue;
      if (code === 47 && text.charCodeAt(at + 1) === 42) {
        const versioned = versionedComment(text, at, this.flavour, this.version);
        if (versioned?.executed === true) {
          this.inVersioned = true;
          return this.token("open", at, versioned.content);
        }
        at = blockCommentEnd(text, at, versioned !== null) - 1;
        continue;
      }
      if ((code === 35 || code === 45) && startsLineComment(text, at)) {
        at = lineEnd(text, at) - 1;
        continue;
      }
      return this.read(at, code, previous);
    }
  }

  private read(at: number, code: number, previous: TokenKind): boolean {
    const { text } = this;
    const after = text.charCodeAt(at + 1);
    if (this.inVersioned && code === 42 && after === 47) {
      this.inVersioned = false;
      return this.token("close", at, at + 2);
    }
    if (code === 39) return this.token("string", at, stringEnd(text, at, !this.mode.noBackslashEscapes));
    if (code === 34) return this.mode.ansiQuotes ? this.token("name", at, quotedNameEnd(text, at)) : this.token("string", at, stringEnd(text, at, !this.mode.noBackslashEscapes));
    if (code === 96) return this.token("name", at, quotedNameEnd(text, at));
    if (code === 64) return this.variable(at);
    const afterName = (previous === "word" || previous === "name") && at === this.end;
    if (isDigit(code) || (code === 46 && isDigit(after) && !afterName)) return this.number(at, code);
    if (isWordPart(code) && !this.atDelimiter(at)) return this.word(at);
    operators.lastIndex = at;
    const operator = operators.exec(text)?.[0];
    return this.token("symbol", at, at + (operator === undefined || this.atDelimiter(at) || this.delimiterInside(at, operator) ? 1 : operator.length));
  }

  /** True where the delimiter starts. */
  atDelimiter(at: number): boolean {
    return this.text.startsWith(this.delimiter, at);
  }

  private delimiterInside(at: number, operator: string): boolean {
    for (let offset = 1; offset < operator.length; offset++) if (this.atDelimiter(at + offset)) return true;
    return false;
  }

  private word(at: number): boolean {
    const end = this.wordEnd(at);
    const letter = end - at === 1 ? this.text.charCodeAt(at) | 32 : 0;
    const prefixes = letter === 120 || letter === 98 || letter === 110;
    if (prefixes && this.text.charCodeAt(end) === 39) return this.token("string", at, stringEnd(this.text, end, !this.mode.noBackslashEscapes));
    return this.token("word", at, end);
  }

  private wordEnd(at: number): number {
    const { text, delimiter } = this;
    const cuts = isWordPart(delimiter.charCodeAt(0));
    let end = at + 1;
    while (end < text.length && isWordPart(text.charCodeAt(end)) && !(cuts && this.atDelimiter(end))) end++;
    return end;
  }

  /** A number, or a name that starts with a digit; after a dot it is always a name. */
  private number(at: number, code: number): boolean {
    const { text } = this;
    if (code !== 46 && text.charCodeAt(at - 1) === 46 && at === this.end) return this.token("word", at, this.wordEnd(at));
    const end = code === 46 ? at : this.wordEnd(at);
    const word = text.slice(at, end);
    if (code !== 46 && !/^(?:\d+|\d+[eE]\d*|0[xX][0-9a-fA-F]+|0[bB][01]+)$/.test(word)) return this.token("word", at, end);
    const rest = /^0[xXbB]/.test(word) ? null : /^(?:\d*\.\d*(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+|\d+)/.exec(text.slice(at, at + 400));
    const dots = rest !== null && text.startsWith("..", at + rest[0].indexOf("."));
    return this.token("number", at, rest === null || dots ? Math.max(end, at + 1) : Math.max(at + rest[0].length, at + 1));
  }

  /** `@name`, `@'name'`, `@@session.name`. */
  private variable(at: number): boolean {
    const { text } = this;
    const from = text.charCodeAt(at + 1) === 64 ? at + 2 : at + 1;
    const code = text.charCodeAt(from);
    if (code === 39 || code === 34) return this.token("variable", at, stringEnd(text, from, !this.mode.noBackslashEscapes));
    if (code === 96) return this.token("variable", at, quotedNameEnd(text, from));
    let end = from;
    while (end < text.length && (isWordPart(text.charCodeAt(end)) || text.charCodeAt(end) === 46) && !this.atDelimiter(end)) end++;
    return this.token(end === from ? "symbol" : "variable", at, Math.max(end, at + 1));
  }

  private token(kind: TokenKind, start: number, end: number): true {
    this.kind = kind;
    this.start = start;
    this.end = end;
    return true;
  }
}
