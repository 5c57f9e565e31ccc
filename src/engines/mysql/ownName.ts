import type { Token } from "./scan/tokens.ts";

/** A place where a statement writes the database before a name: from the database's first character to the name after the dot. */
export interface OwnReference {
  readonly start: number;
  /** Where the name after the dot begins. */
  readonly end: number;
  /** That name. */
  readonly names: string;
}

/** After these words stands a table, a routine or the like, never a column. */
const beforeObjects = new Set(["FROM", "JOIN", "STRAIGHT_JOIN", "INTO", "UPDATE", "TABLE", "TABLES", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE", "CALL", "REFERENCES", "TRUNCATE", "EXISTS", "DESCRIBE", "DESC", "FOR", "LIKE", "IGNORE", "LOW_PRIORITY", "REPLACE", "TO"]);

/**
 * Where tokens name a database as the qualifier of something. Where a table or an alias has the database's own name, two parts (`shop.id`)
 * are read as table and column unless the place allows an object only.
 */
export function ownReferences(tokens: readonly Token[], database: string): OwnReference[] {
  const chains = chainsOf(tokens);
  const isIt = (token: Token | undefined): boolean => token !== undefined && nameOf(token) === database;
  const shadowed = chains.some((chain) => (chain.length === 1 && isIt(chain[0]) && tokens[tokens.indexOf(chain[0] as Token) - 1]?.upper !== "USE") || (chain.length > 1 && isIt(chain[1])));
  const found: OwnReference[] = [];
  for (const chain of chains) {
    const [first, second] = chain;
    if (first === undefined || second === undefined || !isIt(first)) continue;
    if (chain.length > 2 || !shadowed || namesObject(tokens, first, second)) found.push({ start: first.start, end: second.start, names: nameOf(second) });
  }
  return found;
}

/** The name that a word or a quoted name stands for. */
export function nameOf(token: Token): string {
  const mark = token.text.charAt(0);
  if (token.kind !== "name") return token.text;
  return token.text.slice(1, -1).replaceAll(mark + mark, mark);
}

/** Names joined by dots: `a`, `a.b`, `a.b.c`. */
function chainsOf(tokens: readonly Token[]): Token[][] {
  const chains: Token[][] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const first = tokens[at];
    if (first === undefined || !isName(first)) continue;
    const chain = [first];
    for (let next = tokens[at + 2]; tokens[at + 1]?.text === "." && next !== undefined && isName(next); next = tokens[at + 2]) {
      chain.push(next);
      at += 2;
    }
    chains.push(chain);
  }
  return chains;
}

function isName(token: Token): boolean {
  return token.kind === "word" || token.kind === "name";
}

function namesObject(tokens: readonly Token[], first: Token, second: Token): boolean {
  if (tokens[tokens.indexOf(second) + 1]?.text === "(") return true;
  let before = tokens.indexOf(first) - 1;
  while (tokens[before]?.text === "(") before -= 1;
  return beforeObjects.has(tokens[before]?.upper ?? "");
}
