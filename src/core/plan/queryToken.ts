/** One token of a statement, with blanks and comments left out; offsets in UTF-16 units. */
export interface QueryToken {
  /** "name": an identifier in quotes; "word": everything else that reads as a word, also keywords and dotted keys of documents. */
  readonly kind: "word" | "name" | "text" | "number" | "symbol";
  readonly start: number;
  readonly end: number;
  /** To compare with: names and texts without their quotes, words in lower case. */
  readonly value: string;
}

/** A word as it stands, a quoted token without its quotes; `doubled` quotes inside are one. */
export function queryToken(text: string, start: number, end: number, kind: QueryToken["kind"]): QueryToken {
  const written = text.slice(start, end);
  if (kind === "word") return { kind, start, end, value: written.toLowerCase() };
  if (kind !== "name" && kind !== "text") return { kind, start, end, value: written };
  const first = written.search(/['"`[]/);
  const open = written.charAt(first);
  const close = open === "[" ? "]" : open;
  const inner = written.slice(first + 1, written.endsWith(close) && written.length > first + 1 ? -1 : undefined);
  return { kind, start, end, value: inner.replaceAll(close + close, close) };
}
