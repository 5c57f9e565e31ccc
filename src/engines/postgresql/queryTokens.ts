import type { QueryToken } from "../../core/plan/queryToken.ts";
import { queryToken } from "../../core/plan/queryToken.ts";
import { blockCommentEnd, dollarEnd, escapeStringEnd, isBlank, isDigit, lineEnd, numberEnd, quotedEnd, startsWord, wordEnd } from "./scan/lexis.ts";

/** The tokens of a statement, without blanks and comments. Total: what is never closed goes to the end. */
export function queryTokens(text: string): QueryToken[] {
  const found: QueryToken[] = [];
  for (let at = 0; at < text.length; ) {
    const [kind, end] = tokenAt(text, at);
    const stop = Math.max(at + 1, Math.min(end, text.length));
    if (kind !== undefined) found.push(queryToken(text, at, stop, kind));
    at = stop;
  }
  return found;
}

function tokenAt(text: string, at: number): readonly [QueryToken["kind"] | undefined, number] {
  const code = text.charCodeAt(at);
  if (isBlank(code)) return [undefined, at + 1];
  if (text.startsWith("--", at)) return [undefined, lineEnd(text, at)];
  if (text.startsWith("/*", at)) return [undefined, blockCommentEnd(text, at)];
  if (startsWord(code)) {
    const end = wordEnd(text, at);
    return end === at + 1 && (code === 69 || code === 101) && text.charAt(end) === "'" ? ["text", escapeStringEnd(text, end)] : ["word", end];
  }
  if (isDigit(code)) return ["number", numberEnd(text, at)];
  if (code === 39) return ["text", quotedEnd(text, at)];
  if (code === 34) return ["name", quotedEnd(text, at)];
  const dollar = code === 36 ? dollarEnd(text, at) : at;
  return dollar > at + 1 ? ["text", dollar] : ["symbol", at + 1];
}
