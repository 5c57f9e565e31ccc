import type { QueryToken } from "../../core/plan/queryToken.ts";
import { queryToken } from "../../core/plan/queryToken.ts";
import { nextToken } from "./tokens.ts";

/** The tokens of a statement, without blanks and comments. */
export function queryTokens(text: string): QueryToken[] {
  const found: QueryToken[] = [];
  for (let at = 0; at < text.length; ) {
    const { kind, end } = nextToken(text, at);
    if (kind !== "trivia") found.push(queryToken(text, at, end, kindOf(kind, text.charAt(at))));
    at = end;
  }
  return found;
}

function kindOf(kind: "quoted" | "word" | "other", first: string): QueryToken["kind"] {
  if (kind === "other") return "symbol";
  if (kind === "word") return /\d/.test(first) ? "number" : "word";
  return first === "'" ? "text" : "name";
}
