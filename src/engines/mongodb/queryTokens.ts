import type { QueryToken } from "../../core/plan/queryToken.ts";
import { queryToken } from "../../core/plan/queryToken.ts";
import { tokensOf } from "./shell/tokens.ts";

const kinds = { string: "name", unfinished: "text", number: "number", word: "word", regex: "text", mark: "symbol", space: "symbol", comment: "symbol" } as const;

/** The tokens of a command document or a line of the shell. Keys may stand with or without quotes, so both are names as they are written. */
export function queryTokens(text: string): QueryToken[] {
  return tokensOf(text).map(({ kind, start, end }) => {
    const token = queryToken(text, start, end, kinds[kind]);
    return kind === "word" ? { ...token, kind: "name", value: text.slice(start, end) } : token;
  });
}
