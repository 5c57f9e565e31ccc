import type { ClauseKind } from "./queryParts.ts";
import type { QueryToken } from "./queryToken.ts";

/** A table as the query names it. */
export interface TableMention {
  readonly name: string;
  readonly alias?: string;
  readonly start: number;
  readonly end: number;
  readonly scope: number;
}

const notAlias = new Set(["on", "where", "join", "inner", "left", "right", "full", "cross", "natural", "using", "group", "order", "having", "limit", "offset", "fetch", "union", "intersect", "except", "set", "values", "window", "returning", "select", "for", "lateral", "straight_join", "force", "use", "ignore", "partition", "tablesample", "default", "not", "indexed", "with", "when", "outer"]);
const before = new Set(["from", "join", "into", "update", "only", "using", "straight_join", "table"]);

/** The tables behind FROM, JOIN, UPDATE and INTO with their aliases, subqueries there by theirs, and the CTEs that WITH names. */
export function tableMentions(tokens: readonly QueryToken[], clauseOf: readonly ClauseKind[], scopes: readonly number[]): readonly TableMention[] {
  const found: TableMention[] = [];
  const open: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind === "symbol" && token.value === "(") open.push(at);
    if (token.kind === "symbol" && token.value === ")") {
      const derived = derivedTable(tokens, clauseOf, open.pop(), at);
      if (derived !== undefined) found.push({ ...derived, scope: scopes[at]! });
    }
    if (!isName(token) || !standsForTable(tokens, clauseOf, at)) continue;
    const first = at;
    while (tokens[at + 1]?.value === "." && isName(tokens[at + 2])) at += 2;
    const last = tokens[at]!;
    const called = tokens[at + 1]?.value === "(";
    const aliasAt = tokens[at + 1]?.kind === "word" && tokens[at + 1]?.value === "as" ? at + 2 : at + 1;
    const alias = called ? undefined : tokens[aliasAt];
    const named = alias !== undefined && isName(alias) && (alias.kind === "name" || !notAlias.has(alias.value));
    found.push({ name: last.value, start: tokens[first]!.start, end: (named ? alias : last).end, scope: scopes[first]!, ...(named ? { alias: alias.value } : {}) });
    if (named) at = aliasAt;
  }
  return found;
}

/** `(SELECT …) AS t` behind FROM or JOIN, known by its alias. */
function derivedTable(tokens: readonly QueryToken[], clauseOf: readonly ClauseKind[], first: number | undefined, last: number): Omit<TableMention, "scope"> | undefined {
  if (first === undefined || clauseOf[last] !== "from" || tokens[first + 1]?.value !== "select" || isName(tokens[first - 1]) && !before.has(tokens[first - 1]!.value)) return undefined;
  const alias = tokens[last + 1]?.kind === "word" && tokens[last + 1]?.value === "as" ? tokens[last + 2] : tokens[last + 1];
  if (!isName(alias) || (alias.kind === "word" && notAlias.has(alias.value))) return undefined;
  return { name: alias.value, start: tokens[first]!.start, end: alias.end };
}

function isName(token: QueryToken | undefined): token is QueryToken {
  return token?.kind === "word" || token?.kind === "name";
}

function standsForTable(tokens: readonly QueryToken[], clauseOf: readonly ClauseKind[], at: number): boolean {
  const previous = tokens[at - 1];
  const token = tokens[at]!;
  if (token.kind === "word" && (before.has(token.value) || notAlias.has(token.value))) return false;
  if (previous === undefined) return false;
  if (clauseOf[at] === "with") return (previous.value === "with" || previous.value === "recursive" || previous.value === ",") && tokens.slice(at + 1, at + 3).some(({ value }) => value === "as" || value === "(");
  if (clauseOf[at] !== "from") return false;
  return (previous.kind === "word" && before.has(previous.value)) || previous.value === "," || (previous.value === "(" && tokens[at - 2]?.kind === "word" && before.has(tokens[at - 2]!.value));
}
