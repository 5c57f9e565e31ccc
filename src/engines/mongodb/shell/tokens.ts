export type TokenKind = "space" | "comment" | "string" | "number" | "word" | "regex" | "mark" | "unfinished";

/** A piece of text; offsets in UTF-16 units. "unfinished": a string, comment or regular expression without its end. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ["space", /[\s\uFEFF]+/y],
  ["comment", /\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\//y],
  ["unfinished", /\/\*[^]*/y],
  ["string", /"[^"\\\n\r]*(?:\\(?:\r\n|[^])[^"\\\n\r]*)*"|'[^'\\\n\r]*(?:\\(?:\r\n|[^])[^'\\\n\r]*)*'|`[^`\\]*(?:\\[^][^`\\]*)*`/y],
  ["unfinished", /["'][^\n\r]*|`[^]*/y],
  ["number", /(?:0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)n?/y],
  ["word", /[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*/uy],
  ["regex", /\/(?:[^/\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r]){0,4096}\]){1,4096}\/[A-Za-z]*/y],
  ["mark", /[^]/uy],
];

/** From which pattern on one can match, by the character that comes next; marks of JSON match the last alone. */
const starts: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if ("{}[](),:".includes(character)) return patterns.length - 1;
  const kind = /["'`]/.test(character) ? "string" : /[0-9]/.test(character) ? "number" : /[A-Za-z$_]/.test(character) ? "word" : "space";
  return patterns.findIndex(([one]) => one === kind);
});

/** The token that starts at `at`, by the words of JSON and of the mongosh subset; every text is made of tokens. */
export function nextToken(text: string, at: number): Token {
  for (let one = starts[text.charCodeAt(at)] ?? 0; one < patterns.length; one++) {
    const [kind, pattern] = patterns[one]!;
    pattern.lastIndex = at;
    if (pattern.test(text)) return { kind, start: at, end: pattern.lastIndex };
  }
  return { kind: "mark", start: at, end: text.length };
}

/** All tokens that mean something, in order: blanks and comments are left out. */
export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const token = nextToken(text, at);
    at = token.end;
    if (token.kind !== "space" && token.kind !== "comment") found.push(token);
  }
  return found;
}
