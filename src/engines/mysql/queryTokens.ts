import type { QueryToken } from "../../core/plan/queryToken.ts";
import { queryToken } from "../../core/plan/queryToken.ts";
import type { Flavour } from "./flavourName.ts";
import { tokensOf } from "./scan/tokens.ts";

const kinds = { word: "word", name: "name", string: "text", number: "number", variable: "word", symbol: "symbol" } as const;

/** The tokens of a statement, without blanks and comments; what stands in versioned comments counts. */
export function queryTokens(text: string, flavour: Flavour): QueryToken[] {
  return tokensOf(text, flavour).map(({ kind, start, end }) => queryToken(text, start, end, kinds[kind]));
}
