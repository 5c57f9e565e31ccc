import type { Flavour } from "../flavourName.ts";
import type { Token } from "../scan/tokens.ts";
import { tokensOf } from "../scan/tokens.ts";

/** The condition of a query's own WHERE, where it lies in the text, and its parts that AND joins, as they are written. */
export interface Predicate {
  readonly start: number;
  readonly end: number;
  readonly conjuncts: readonly Conjunct[];
}

export interface Conjunct {
  readonly text: string;
  readonly tokens: readonly Token[];
}

const ends = new Set(["GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "LOCK", "UNION", "EXCEPT", "INTERSECT", "PROCEDURE"]);

/** The WHERE of a query as the server writes it; undefined where it has none, or joins several queries. */
export function predicateOf(query: string, flavour: Flavour): Predicate | undefined {
  const tokens = tokensOf(query, flavour);
  const depths = depthsOf(tokens);
  const outer = (test: (token: Token) => boolean): number => tokens.findIndex((token, at) => depths[at] === 0 && test(token));
  if (outer(({ upper }) => upper === "UNION" || upper === "EXCEPT" || upper === "INTERSECT") !== -1) return undefined;
  const where = outer(({ upper }) => upper === "WHERE");
  if (where === -1) return undefined;
  const after = tokens.findIndex((token, at) => at > where && depths[at] === 0 && ends.has(token.upper));
  const inside = tokens.slice(where + 1, after === -1 ? undefined : after);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return { start: first.start, end: last.end, conjuncts: conjunctsOf(inside, query) };
}

function conjunctsOf(tokens: readonly Token[], query: string): Conjunct[] {
  const bare = unwrapped(tokens);
  const depths = depthsOf(bare);
  const [first, last] = [bare[0], bare.at(-1)];
  if (first === undefined || last === undefined) return [];
  const whole = (): Conjunct[] => [{ text: query.slice(first.start, last.end), tokens: bare }];
  if (bare.some((token, at) => depths[at] === 0 && (token.upper === "OR" || token.upper === "XOR" || token.upper === "||"))) return whole();
  const cuts = bare.flatMap((token, at) => (depths[at] === 0 && (token.upper === "AND" || token.upper === "&&") && !closesBetween(bare, depths, at) ? [at] : []));
  if (cuts.length === 0) return whole();
  return [...cuts, bare.length].flatMap((cut, at) => conjunctsOf(bare.slice(at === 0 ? 0 : cuts[at - 1]! + 1, cut), query));
}

/** The AND of `a BETWEEN b AND c`. */
function closesBetween(tokens: readonly Token[], depths: readonly number[], at: number): boolean {
  for (let before = at - 1; before >= 0; before -= 1) {
    if (depths[before] !== 0) continue;
    if (tokens[before]?.upper === "BETWEEN") return true;
    if (tokens[before]?.upper === "AND") return false;
  }
  return false;
}

/** Without parentheses around the whole. */
export function unwrapped(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.text !== "(" || tokens.at(-1)?.text !== ")") return tokens;
  return depthsOf(tokens).some((depth, at) => depth === 0 && at > 0 && at < tokens.length - 1) ? tokens : unwrapped(tokens.slice(1, -1));
}

/** How many parentheses are open around each token; those themselves belong to the outside. */
export function depthsOf(tokens: readonly Token[]): number[] {
  let depth = 0;
  return tokens.map(({ text }) => {
    if (text === "(") return depth++;
    if (text === ")") return --depth;
    return depth;
  });
}
