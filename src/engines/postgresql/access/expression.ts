import { escapeStringEnd, quotedEnd } from "../scan/lexis.ts";

/** A stretch of an expression's text; `end` is behind it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The insides of all parentheses of an expression as the server deparses it, the whole first, outer before inner. */
export function groupsOf(text: string): Stretch[] {
  const groups: Stretch[] = [{ start: 0, end: text.length }];
  const open: number[] = [];
  for (let at = 0; at < text.length; at = after(text, at)) {
    if (text[at] === "(") open.push(at + 1);
    if (text[at] === ")") {
      const start = open.pop();
      if (start !== undefined) groups.push({ start, end: at });
    }
  }
  return groups.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** A group cut where `separator` stands outside of its inner parentheses and texts; the whole group where it stands nowhere. */
export function partsOf(text: string, group: Stretch, separator: "AND" | "OR" | "=" | "IN"): Stretch[] {
  const parts: Stretch[] = [];
  let start = group.start;
  let depth = 0;
  for (let at = group.start; at < group.end; at = after(text, at)) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth !== 0 || !text.startsWith(` ${separator} `, at)) continue;
    parts.push(trimmed(text, start, at));
    start = at + separator.length + 2;
    at += separator.length;
  }
  return [...parts, trimmed(text, start, group.end)];
}

/** What a stretch says, without the parentheses around all of it. */
export function bareText(text: string, stretch: Stretch): string {
  let { start, end } = trimmed(text, stretch.start, stretch.end);
  while (text[start] === "(" && closing(text, start) === end - 1) ({ start, end } = trimmed(text, start + 1, end - 1));
  return text.slice(start, end);
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at = after(text, at)) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function trimmed(text: string, start: number, end: number): Stretch {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from += 1;
  while (to > from && /\s/.test(text[to - 1]!)) to -= 1;
  return { start: from, end: to };
}

/** The place behind the character, or behind the text or quoted name that begins here. */
function after(text: string, at: number): number {
  const char = text[at]!;
  if (char === "E" && text[at + 1] === "'" && !/\w/.test(text[at - 1] ?? " ")) return escapeStringEnd(text, at + 1);
  return char === "'" || char === '"' ? quotedEnd(text, at) : at + 1;
}
