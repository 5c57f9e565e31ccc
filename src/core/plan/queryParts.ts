import type { QueryToken } from "./queryToken.ts";

export type ClauseKind = "with" | "select" | "distinct" | "from" | "on" | "where" | "group" | "having" | "window" | "order" | "limit" | "set" | "values" | "union" | "other";

/** A condition, an item of a list or an entry of a document: as much as stands between two boundaries. `clause` is what it belongs to. */
export interface QueryPart {
  readonly clause: ClauseKind;
  readonly start: number;
  readonly end: number;
  /** Identifiers in it, and the parts of dotted ones. */
  readonly names: ReadonlySet<string>;
  /** Texts and numbers in it. */
  readonly values: ReadonlySet<string>;
  /** Which query or subquery it belongs to. */
  readonly scope: number;
}

/** A clause from its first word to its end: "ORDER BY total DESC". */
export interface QueryClause {
  readonly kind: ClauseKind;
  readonly start: number;
  readonly end: number;
  readonly names: ReadonlySet<string>;
  readonly scope: number;
}

export interface QueryParts {
  readonly parts: readonly QueryPart[];
  readonly clauses: readonly QueryClause[];
  /** The scope of each token, by its place. */
  readonly scopes: readonly number[];
  readonly clauseOf: readonly ClauseKind[];
}

const starts: Readonly<Record<string, ClauseKind>> = {
  with: "with", select: "select", distinct: "distinct", from: "from", join: "from", update: "from", into: "from", using: "from", on: "on", where: "where", group: "group", partition: "group", having: "having", window: "window", order: "order",
  limit: "limit", offset: "limit", fetch: "limit", set: "set", values: "values", returning: "select", union: "union", intersect: "union", except: "union",
};
/** Keys of documents that stand for a clause up to the next comma. */
const keys: Readonly<Record<string, ClauseKind>> = { sort: "order", $sort: "order", $group: "group", limit: "limit", skip: "limit", $limit: "limit", $skip: "limit", filter: "where", query: "where", $match: "where", q: "where", from: "from" };
const opens = new Set(["(", "[", "{"]);
const closes = new Set([")", "]", "}"]);

interface Open {
  clause: ClauseKind;
  clauseStart: number;
  clauseEnd: number;
  clauseNames: Set<string>;
  partStart: number;
  partEnd: number;
  names: Set<string>;
  values: Set<string>;
  between: boolean;
  /** It was cut into several conditions, or is a query of its own: its parts stand for themselves. */
  cut: boolean;
  readonly bracket: string;
  /** What an entry of a document belongs to that names no clause. */
  readonly base: ClauseKind;
  scope: number;
}

/** Cuts a statement (or a condition) into its clauses and conditions by its tokens alone, so that every dialect and documents are cut alike. One pass. */
export function queryParts(tokens: readonly QueryToken[]): QueryParts {
  const parts: QueryPart[] = [];
  const clauses: QueryClause[] = [];
  const scopes: number[] = [];
  const clauseOf: ClauseKind[] = [];
  const stack: Open[] = [];
  let scopeCount = 0;
  let at = opened("other", "", 0);

  const endPart = (): void => {
    if (at.partStart !== -1 && (at.names.size > 0 || at.values.size > 0)) parts.push({ clause: at.clause, start: at.partStart, end: at.partEnd, names: at.names, values: at.values, scope: at.scope });
    at.partStart = -1;
    at.names = new Set();
    at.values = new Set();
  };
  const endClause = (): void => {
    endPart();
    if (at.clauseStart !== -1) clauses.push({ kind: at.clause, start: at.clauseStart, end: at.clauseEnd, names: at.clauseNames, scope: at.scope });
    at.clauseStart = -1;
    at.clauseNames = new Set();
  };
  const close = (end: number): void => {
    const inner = at;
    const outer = stack.pop();
    if (outer === undefined) return;
    if (inner.cut) endClause();
    else {
      for (const name of inner.names) outer.names.add(name);
      for (const value of inner.values) outer.values.add(value);
    }
    for (const name of inner.clauseNames) outer.clauseNames.add(name);
    at = outer;
    at.partEnd = at.clauseEnd = end;
  };

  for (const [index, token] of tokens.entries()) {
    const { kind, value, start, end } = token;
    const keyword = kind === "word" ? value.toLowerCase() : "";
    const begins = keyword !== "" && Object.hasOwn(starts, keyword) && !isPart(tokens, index) ? starts[keyword] : kind === "name" && tokens[index + 1]?.value === ":" && Object.hasOwn(keys, value) ? keys[value] : undefined;
    if (kind === "symbol" && opens.has(value)) {
      if (at.partStart === -1) at.partStart = start;
      stack.push(at);
      at = opened(at.clause, value, at.scope);
    } else if (kind === "symbol" && closes.has(value)) close(end);
    else if (begins !== undefined) {
      if (begins === "select" && at.bracket === "(" && keyword === "select" && at.clauseStart === -1) {
        at.cut = true;
        scopeCount++;
        at.scope = scopeCount;
      }
      if ((at.bracket === "(" && begins !== "distinct") || at.bracket === "{") at.cut = true;
      endClause();
      at.clause = begins;
      at.clauseStart = start;
    } else if ((keyword === "and" || keyword === "or") && !(keyword === "and" && at.between)) {
      at.cut ||= at.bracket === "(";
      endPart();
    } else if (kind === "symbol" && (value === "," || value === ";")) {
      if (at.bracket === "{") {
        at.cut = true;
        endClause();
        at.clause = at.base;
      } else if (at.bracket !== "(" || at.cut) endPart();
    } else {
      if (keyword === "and") at.between = false;
      if (keyword === "between") at.between = true;
      if (at.partStart === -1) at.partStart = start;
      if (kind === "name" || kind === "word") {
        for (const part of value.includes(".") ? [value, ...value.split(".")] : [value]) at.names.add(part.toLowerCase());
        at.clauseNames.add(value.toLowerCase());
        if (kind === "name") at.values.add(value);
      }
      if (kind === "text" || kind === "number") at.values.add(value);
    }
    if (!(kind === "symbol" && value === ";")) at.partEnd = at.clauseEnd = end;
    scopes.push(at.scope);
    clauseOf.push(at.clause);
  }
  while (stack.length > 0) close(at.partEnd);
  endClause();
  return { parts, clauses, scopes, clauseOf };
}

function opened(clause: ClauseKind, bracket: string, scope: number): Open {
  return { clause, clauseStart: -1, clauseEnd: 0, clauseNames: new Set(), partStart: -1, partEnd: 0, names: new Set(), values: new Set(), between: false, cut: false, bracket, base: clause, scope };
}

/** A word behind or before a dot is a part of a name, whatever it reads like. */
function isPart(tokens: readonly QueryToken[], index: number): boolean {
  return tokens[index - 1]?.value === "." || tokens[index + 1]?.value === ".";
}
