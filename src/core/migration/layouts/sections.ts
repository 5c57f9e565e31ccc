import type { FoundScript } from "./layout.ts";

/** A directive of a file: a comment on a line of its own. `end` lies after its line break. */
export interface Directive {
  readonly word: string;
  readonly rest: string;
  readonly start: number;
  readonly end: number;
}

/** All directives that `pattern` (global, multi-line; groups: word, rest) finds, in order. */
export function directives(text: string, pattern: RegExp): Directive[] {
  return [...text.matchAll(pattern)].map((match) => {
    const lineEnd = text.indexOf("\n", match.index);
    return { word: match[1]!.toLowerCase(), rest: (match[2] ?? "").trim(), start: match.index, end: lineEnd === -1 ? text.length : lineEnd + 1 };
  });
}

/** The part of a file from after one directive to the next one; null where it holds only blanks. */
export function section(path: string, text: string, from: Directive | undefined, to: Directive | undefined, noTransaction: boolean): FoundScript | null {
  if (from === undefined) return null;
  const end = to === undefined || to.start < from.end ? text.length : to.start;
  return text.slice(from.end, end).trim() === "" ? null : { path, text, start: from.end, end, noTransaction };
}

/** A section without anything in it, for a file whose up part is blank. */
export function blank(path: string, text: string, at: number): FoundScript {
  return { path, text, start: at, end: at, noTransaction: false };
}
