import { UnreadableText } from "./problem.ts";
import { documentAt, extended, scalarAt } from "./extended.ts";
import type { DocumentValue, Placed } from "./value.ts";

/** `/^a/i` as Extended JSON. */
export function regexValue(place: Placed, literal: string): DocumentValue {
  const end = literal.lastIndexOf("/");
  return regexOf(place, literal.slice(1, end).replaceAll("\\/", "/"), literal.slice(end + 1));
}

/** The options are sorted, as BSON wants them; what BSON does not know is refused. */
export function regexOf(place: Placed, pattern: string, options: string): DocumentValue {
  const unknown = /[^imsxu]/.exec(options.replaceAll("g", ""));
  if (unknown !== null) throw new UnreadableText(place.start, `The server knows no flag ${unknown[0]} of regular expressions: it takes i, m, s, x and u`);
  const kept = [...new Set(options.replaceAll("g", ""))].sort().join("");
  return extended(place, "$regularExpression", documentAt(place, { pattern: scalarAt(place, pattern), options: scalarAt(place, kept) }));
}
