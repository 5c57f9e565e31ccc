import type { FactsBuilder } from "./builder.ts";
import { Cursor, nameOf } from "./cursor.ts";
import type { Name } from "./cursor.ts";
import { columnOf, relation, stored, usedRelation } from "./refs.ts";
import { Scope } from "./scope.ts";
import { builtInFunctions, expressionWords } from "./words.ts";

const setOperators: ReadonlySet<string> = new Set(["UNION", "EXCEPT", "INTERSECT", "MINUS"]);
/** Where a part of a SELECT ends, outside of parentheses. */
const clauses: ReadonlySet<string> = new Set(["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "INTO", "FOR", "LOCK", "PROCEDURE", "OFFSET", "FETCH", "ON", "RETURNING", ...setOperators]);
const joins: ReadonlySet<string> = new Set(["JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "NATURAL", "STRAIGHT_JOIN", "OUTER", ","]);
/** Words after a table that are no alias of it. */
const afterTable: ReadonlySet<string> = new Set(["PARTITION", "USE", "IGNORE", "FORCE", "ON", "USING", "SET", "WHERE", "FOR", "TABLESAMPLE", "}", "ORDER", "LIMIT", "RETURNING", "GROUP", "VALUES", "VALUE", "SELECT", ...joins]);
/** After these words comes no column: an alias, a collation, a character set, the name of a window. */
const namesNext: ReadonlySet<string> = new Set(["AS", "COLLATE", "USING", "OVER"]);
const operandExpected = /^(?:AND|OR|NOT|XOR|IN|IS|LIKE|BETWEEN|DIV|MOD|REGEXP|RLIKE|DISTINCT|ALL|BINARY|THEN|ELSE|WHEN|CASE|INTERVAL|ESCAPE|COLLATE|FOR|SQL_CALC_FOUND_ROWS|SQL_NO_CACHE|STRAIGHT_JOIN)$/;

/** Walks a query with its WITH clause, set operations and what follows them, up to `ON DUPLICATE KEY` or `RETURNING`. */
export function walkQuery(cursor: Cursor, facts: FactsBuilder, outer?: Scope): void {
  const around = new Scope(outer);
  takeWith(cursor, facts, around);
  for (let several = false; ; several = true) {
    walkBlock(cursor, facts, around, several);
    if (cursor.takeOneOf(setOperators) === undefined) return;
    if (!cursor.take("ALL")) cursor.take("DISTINCT");
  }
}

/** `WITH [RECURSIVE] name [(columns)] AS (query), …`; its names are added to the scope. */
export function takeWith(cursor: Cursor, facts: FactsBuilder, scope: Scope): void {
  if (!cursor.take("WITH")) return;
  const recursive = cursor.take("RECURSIVE");
  do {
    const name = cursor.name();
    if (name === undefined) return;
    if (recursive) scope.addDerived(name.name);
    cursor.group();
    cursor.take("AS");
    const inside = cursor.group();
    if (inside !== undefined) walkQuery(inside, facts, scope);
    scope.addDerived(name.name);
    if (cursor.take("CYCLE")) {
      cursor.upTo(new Set(["RESTRICT"]));
      cursor.take("RESTRICT");
    }
  } while (cursor.take(","));
}

/** One SELECT, VALUES or TABLE, or a query in parentheses, and what follows it. */
function walkBlock(cursor: Cursor, facts: FactsBuilder, around: Scope, several: boolean): void {
  const scope = new Scope(around);
  const inside = cursor.group();
  if (inside !== undefined) walkQuery(inside, facts, around);
  else if (cursor.take("SELECT")) {
    const items = cursor.upTo(clauses, (at) => !at.is("ON") && !(at.is("FOR") && at.upper(-1) === "VALUE"));
    if (cursor.is("INTO")) takeInto(cursor, facts);
    if (cursor.take("FROM")) walkFrom(cursor.upTo(clauses, endsFrom), facts, scope);
    for (const item of items.list()) walkItem(item, facts, scope);
  } else if (cursor.take("TABLE")) walkFrom(cursor.upTo(clauses), facts, scope);
  else if (cursor.take("VALUES")) walkExpression(cursor.upTo(clauses), facts, around);
  while (!cursor.done && !cursor.isOneOf(setOperators) && !cursor.is("ON") && !cursor.is("RETURNING")) {
    if (cursor.is("INTO")) {
      takeInto(cursor, facts);
      continue;
    }
    const word = cursor.upper();
    cursor.at++;
    const part = cursor.upTo(clauses);
    const orders = word === "ORDER" && inside === undefined && !several && !cursor.isOneOf(setOperators);
    if (word === "WHERE" || word === "GROUP" || word === "HAVING" || orders) walkExpression(part, facts, scope);
  }
}

function endsFrom(cursor: Cursor): boolean {
  if (cursor.is("ON")) return cursor.is("ON", "DUPLICATE");
  return !cursor.is("FOR") || cursor.is("FOR", "UPDATE") || cursor.is("FOR", "SHARE");
}

/** `INTO OUTFILE '…' …`, `INTO DUMPFILE '…'`, `INTO @a, b`: only a file outlives the statement. */
function takeInto(cursor: Cursor, facts: FactsBuilder): void {
  if ((cursor.is("INTO", "OUTFILE") || cursor.is("INTO", "DUMPFILE")) && facts.executed) {
    facts.writes = true;
    facts.transaction = "sideEffects";
  }
  cursor.at++;
  cursor.upTo(new Set(["FROM", "FOR", "LOCK", "UNION", "WHERE", "ORDER", "LIMIT"]));
}

/** An expression of a select list, with the alias that may follow it. */
function walkItem(item: Cursor, facts: FactsBuilder, scope: Scope): void {
  const last = item.tokens[item.end - 1];
  const before = item.end - 1 > item.at ? item.tokens[item.end - 2] : undefined;
  const explicit = before?.upper === "AS";
  const operand = before !== undefined && (before.kind !== "symbol" || before.upper === ")") && !operandExpected.test(before.upper);
  const alias = last !== undefined && (explicit || (operand && /^(?:name|word|string)$/.test(last.kind) && !/^(?:END|NULL|TRUE|FALSE|UNKNOWN)$/.test(last.upper) && !before.text.startsWith("_")));
  if (!alias) {
    walkExpression(item, facts, scope);
    return;
  }
  walkExpression(new Cursor(item.tokens, item.at, item.end - (explicit ? 2 : 1)), facts, scope);
  scope.results.add((last.kind === "word" ? last.text : last.text.slice(1, -1)).toLowerCase());
}

/** The tables of a FROM clause (or of an UPDATE or DELETE) with their aliases and join conditions. */
export function walkFrom(cursor: Cursor, facts: FactsBuilder, scope: Scope): void {
  const conditions: Cursor[] = [];
  while (!cursor.done) {
    if (cursor.takeOneOf(joins) !== undefined || cursor.take("{", "OJ") || cursor.take("}")) continue;
    if (cursor.take("ON")) conditions.push(cursor.upTo(joins, isJoin));
    else if (cursor.take("USING")) cursor.group();
    else walkSource(cursor, facts, scope);
  }
  for (const condition of conditions) walkExpression(condition, facts, scope);
}

/** LEFT and RIGHT are functions too. */
function isJoin(cursor: Cursor): boolean {
  return cursor.upper(1) !== "(" || cursor.is(",") || cursor.is("JOIN") || cursor.is("STRAIGHT_JOIN");
}

function walkSource(cursor: Cursor, facts: FactsBuilder, scope: Scope): void {
  cursor.take("LATERAL");
  const inside = cursor.group();
  if (inside !== undefined) {
    if (isQuery(inside)) {
      walkQuery(inside, facts, scope);
      alias(cursor, scope, null);
    } else walkFrom(inside, facts, scope);
    return;
  }
  const name = cursor.dotted();
  if (name === undefined) {
    cursor.pass();
    return;
  }
  const call = cursor.group();
  if (call !== undefined) {
    if (name.name.toUpperCase() === "JSON_TABLE") {
      const document = call.upTo(new Set(["COLUMNS"]));
      walkExpression(document, facts, scope);
    } else walkExpression(call, facts, scope);
    alias(cursor, scope, null);
    return;
  }
  const derived = name.qualifier === undefined && scope.isDerived(name.name);
  const table = derived ? null : relation("table", name, facts);
  if (table !== null) facts.use(table, name);
  if (cursor.take("PARTITION")) cursor.group();
  if (cursor.take("FOR", "SYSTEM_TIME")) cursor.upTo(new Set([...joins, "ON", "USING"]));
  alias(cursor, scope, table, name.name);
  while (cursor.is("USE") || cursor.is("IGNORE") || cursor.is("FORCE")) {
    cursor.at++;
    while (!cursor.done && !cursor.is("(")) cursor.at++;
    cursor.group();
  }
}

function alias(cursor: Cursor, scope: Scope, table: ReturnType<typeof relation> | null, name?: string): void {
  const explicit = cursor.take("AS");
  const next = cursor.token();
  const named = next !== undefined && (explicit || next.kind === "name" || (next.kind === "word" && !afterTable.has(next.upper)));
  if (named) {
    cursor.at++;
    scope.add(next.kind === "word" ? next.text : next.text.slice(1, -1), table);
    cursor.group();
  } else if (name !== undefined) scope.add(name, table);
  else scope.add("", null);
}

/** Walks an expression, or several: its columns, stored functions, sequences and subqueries. */
export function walkExpression(cursor: Cursor, facts: FactsBuilder, scope: Scope): void {
  while (!cursor.done) {
    const token = cursor.token()!;
    const inside = cursor.group();
    if (inside !== undefined) {
      if (isQuery(inside)) walkQuery(inside, facts, scope);
      else walkExpression(inside, facts, scope);
    } else if (cursor.take("NEXT", "VALUE", "FOR") || cursor.take("PREVIOUS", "VALUE", "FOR")) usedRelation(cursor, "sequence", facts);
    else if (namesNext.has(token.upper) && cursor.upper(1) !== "(") cursor.at += 2;
    else if (cursor.is("CHARACTER", "SET")) cursor.at += 3;
    else if (cursor.isName()) walkName(cursor, facts, scope);
    else cursor.at++;
  }
}

/** Parentheses that hold a query, also one in more parentheses. */
export function isQuery(inside: Cursor): boolean {
  let ahead = 0;
  while (inside.upper(ahead) === "(") ahead++;
  const word = inside.upper(ahead);
  return word === "SELECT" || word === "WITH" || (word === "VALUES" && inside.is("VALUES", "ROW")) || (word === "TABLE" && inside.isName(ahead + 1));
}

/** A name, or several with dots between: a function, a column, a sequence, or a word of the grammar. */
function walkName(cursor: Cursor, facts: FactsBuilder, scope: Scope): void {
  const parts: Name[] = [nameOf(cursor.token()!)];
  cursor.at++;
  while (cursor.is(".") && cursor.isName(1)) {
    parts.push(nameOf(cursor.token(1)!));
    cursor.at += 2;
  }
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (cursor.take(".", "*")) return;
  if (cursor.is("(")) call(parts, cursor, facts);
  else if (parts.length === 1) bareName(first, cursor, facts, scope);
  else {
    const table = scope.find(parts.at(-2)!.name);
    const same = parts.length === 2 || table?.schema === undefined || table.schema === first.name;
    if (table !== undefined && table !== null && same) facts.use(columnOf(table, last.name), { start: first.start, end: last.end });
  }
}

function call(parts: readonly Name[], cursor: Cursor, facts: FactsBuilder): void {
  const last = parts.at(-1)!;
  const upper = last.name.toUpperCase();
  if (parts.length === 1) {
    if (/^(?:NEXTVAL|LASTVAL|SETVAL)$/.test(upper) && cursor.isName(1)) {
      cursor.at++;
      usedRelation(cursor, "sequence", facts);
      return;
    }
    if (builtInFunctions.has(upper) || /^(?:ST_|MBR|GTID_|WSREP_|VEC_|VECTOR_|STRING_TO_VECTOR|GEO|JSON_|MULTI|WM_)/.test(upper)) return;
  }
  const name = { ...last, start: parts[0]!.start, ...(parts.length > 1 && { qualifier: parts.at(-2)!.name }) };
  facts.use(stored("routine", name, facts), name);
}

function bareName(name: Name, cursor: Cursor, facts: FactsBuilder, scope: Scope): void {
  if (!facts.bareNames || scope.only === undefined || scope.results.has(name.name.toLowerCase())) return;
  if (!name.quoted && (expressionWords.has(name.name.toUpperCase()) || (name.name.startsWith("_") && cursor.token()?.kind === "string"))) return;
  facts.use(columnOf(scope.only, name.name), name);
}
