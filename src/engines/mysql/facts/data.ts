import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";
import { takeWith, walkExpression, walkFrom, walkQuery } from "./queries.ts";
import { columnOf, stored, usedRelation } from "./refs.ts";
import { Scope, tableScope } from "./scope.ts";

const modifiers: ReadonlySet<string> = new Set(["LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "QUICK", "CONCURRENT"]);
const tail: ReadonlySet<string> = new Set(["WHERE", "ORDER", "LIMIT", "RETURNING"]);

/** `SELECT`, `VALUES`, `TABLE`, a query in parentheses, or `WITH` before any of them or before UPDATE and DELETE. */
export function queryStatement(cursor: Cursor, facts: FactsBuilder): void {
  const start = cursor.at;
  const scope = new Scope();
  takeWith(cursor, facts, scope);
  if (cursor.is("UPDATE")) updateStatement(cursor, facts, scope);
  else if (cursor.is("DELETE")) deleteStatement(cursor, facts, scope);
  else {
    const verb = cursor.is("(") ? "SELECT" : cursor.upper();
    facts.is("query", verb, false);
    facts.uses.length = 0;
    cursor.at = start;
    walkQuery(cursor, facts);
  }
}

/** INSERT and REPLACE. */
export function insertStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.is("dml", cursor.upper(), true);
  cursor.at++;
  while (cursor.takeOneOf(modifiers) !== undefined);
  cursor.take("INTO");
  const table = usedRelation(cursor, "table", facts);
  if (table === undefined) return;
  if (cursor.take("PARTITION")) cursor.group();
  const scope = tableScope(table);
  columnList(cursor, table, facts);
  if (cursor.take("SET")) assignments(cursor.upTo(new Set(["ON", "RETURNING", "AS"]), (at) => !at.is("ON") || at.is("ON", "DUPLICATE")), facts, scope);
  else if (cursor.take("VALUES") || cursor.take("VALUE")) {
    const values = cursor.upTo(new Set(["ON", "AS", "RETURNING"]));
    walkExpression(values, facts, new Scope());
  } else walkQuery(cursor, facts);
  if (cursor.take("AS")) {
    const row = cursor.name();
    if (row !== undefined) scope.add(row.name, null);
    cursor.group();
  }
  if (cursor.take("ON", "DUPLICATE", "KEY", "UPDATE")) assignments(cursor.upTo(new Set(["RETURNING"])), facts, scope);
  if (cursor.take("RETURNING")) walkExpression(cursor, facts, scope);
}

/** `(a, b)` after the table; not the parentheses of a query. */
function columnList(cursor: Cursor, table: ObjectRef, facts: FactsBuilder): void {
  if (!cursor.is("(") || ["SELECT", "WITH", "VALUES", "TABLE", "("].includes(cursor.upper(1))) return;
  for (const item of cursor.group()?.list() ?? []) {
    const name = item.dotted();
    if (name !== undefined) facts.use(columnOf(table, name.name), name);
  }
}

/** `a = 1, t.b = 2`; gives the columns that are written. */
function assignments(cursor: Cursor, facts: FactsBuilder, scope: Scope): ObjectRef[] {
  const written: ObjectRef[] = [];
  for (const item of cursor.list()) {
    const name = item.dotted();
    if (name === undefined) continue;
    const table = name.qualifier === undefined ? scope.only : scope.find(name.qualifier);
    if (table !== undefined && table !== null) {
      const column = columnOf(table, name.name);
      written.push(column);
      facts.use(column, name);
    }
    item.at++;
    walkExpression(item, facts, scope);
  }
  return written;
}

export function updateStatement(cursor: Cursor, facts: FactsBuilder, around?: Scope): void {
  facts.is("dml", "UPDATE", true);
  cursor.at++;
  while (cursor.takeOneOf(modifiers) !== undefined);
  const scope = new Scope(around);
  const sources = cursor.upTo(new Set(["SET"]));
  const joined = joinsRows(sources);
  walkFrom(sources, facts, scope);
  cursor.take("SET");
  const written = assignments(cursor.upTo(tail), facts, scope);
  if (restriction(cursor, facts, scope) || joined) return;
  const tables = new Map(written.map((column) => [`${column.schema ?? ""}.${column.table ?? ""}`, column]));
  for (const { schema, table } of tables.values()) {
    const columns = written.filter((column) => column.table === table && column.schema === schema).map((column) => column.name);
    facts.destroy({ object: { kind: "table", ...(schema !== undefined && { schema }), name: table ?? "" }, how: "updateAll", columns });
  }
}

export function deleteStatement(cursor: Cursor, facts: FactsBuilder, around?: Scope): void {
  facts.is("dml", "DELETE", true);
  cursor.at++;
  while (cursor.takeOneOf(modifiers) !== undefined);
  if (facts.state.flavour === "mariadb" && cursor.take("HISTORY", "FROM")) {
    facts.verb = "DELETE HISTORY";
    const object = usedRelation(cursor, "table", facts);
    if (object !== undefined) facts.destroy({ object, how: "truncate" });
    return;
  }
  const scope = new Scope(around);
  const from = cursor.take("FROM");
  const first = cursor.upTo(new Set(["USING", "FROM", ...tail]));
  const several = cursor.is("USING") || cursor.is("FROM");
  if (several) cursor.at++;
  const sources = several ? cursor.upTo(tail) : first;
  if (cursor.is("FOR", "PORTION")) cursor.upTo(tail);
  const joined = joinsRows(sources);
  walkFrom(sources, facts, scope);
  const targets = several ? first.list().flatMap((item) => scope.find(item.dotted()?.name ?? "") ?? []) : [scope.only].flatMap((table) => table ?? []);
  if (!from && !several) return;
  if (restriction(cursor, facts, scope) || joined) return;
  for (const object of targets) facts.destroy({ object, how: "deleteAll" });
}

/** A join with a condition leaves rows out; one without takes all. */
function joinsRows(sources: Cursor): boolean {
  return sources.tokens.slice(sources.at, sources.end).some((token) => token.upper === "ON" || token.upper === "USING" || token.upper === "NATURAL" || token.upper === "PORTION");
}

/** Walks WHERE, ORDER BY, LIMIT and RETURNING; true where they leave rows out. */
function restriction(cursor: Cursor, facts: FactsBuilder, scope: Scope): boolean {
  let restricted = false;
  while (!cursor.done) {
    const word = cursor.upper();
    cursor.at++;
    const part = cursor.upTo(tail);
    if (word === "LIMIT") restricted = true;
    if (word === "WHERE" && !isAlwaysTrue(part)) restricted = true;
    walkExpression(part, facts, scope);
  }
  return restricted;
}

/** `1`, `TRUE`, `1 = 1`: people write them to silence a warning. */
function isAlwaysTrue(condition: Cursor): boolean {
  let { at, end } = condition;
  const { tokens } = condition;
  while (tokens[at]?.upper === "(" && tokens[end - 1]?.upper === ")") {
    at++;
    end--;
  }
  const texts = tokens.slice(at, end).map((token) => token.text.toUpperCase());
  if (texts.length === 1) return texts[0] === "TRUE" || /^0*[1-9]\d*$/.test(texts[0] ?? "");
  return texts.length === 3 && (texts[1] === "=" || texts[1] === "<=>") && texts[0] === texts[2] && tokens[at]?.kind !== "word" && tokens[at]?.kind !== "name";
}

/** `LOAD DATA … INTO TABLE t (a, b) SET …`. */
export function loadStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.is("dml", `LOAD ${cursor.upper(1)}`, true);
  if (cursor.is("LOAD", "INDEX")) {
    facts.is("utility", "LOAD INDEX", false);
    return;
  }
  cursor.upTo(new Set(["INTO"]));
  if (!cursor.take("INTO", "TABLE")) return;
  const table = usedRelation(cursor, "table", facts);
  if (table === undefined) return;
  const lists: Cursor[] = [];
  while (!cursor.done) {
    if (cursor.take("SET")) {
      assignments(cursor.rest(), facts, tableScope(table));
      break;
    }
    if (cursor.take("PARTITION")) cursor.pass();
    const inside = cursor.group();
    if (inside !== undefined) lists.push(inside);
    else cursor.at++;
  }
  for (const item of lists.flatMap((list) => list.list())) {
    const name = item.name();
    if (name !== undefined) facts.use(columnOf(table, name.name), name);
  }
}

/** `CALL p(…)`: what the procedure does where the script itself made it; else it may do anything, also commit. */
export function callStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.is("dml", "CALL", true);
  cursor.at++;
  const name = cursor.dotted();
  if (name === undefined) return;
  const routine = stored("routine", name, facts);
  facts.use(routine, name);
  walkExpression(cursor, facts, new Scope());
  const known = facts.state.routines.get(routine.name);
  if (known === undefined) facts.transaction = "outside";
  else {
    const before = facts.uses.length;
    facts.absorb(known);
    facts.idempotent = known.defines.length > 0 || known.drops.length > 0;
    // What the body names stands elsewhere; a body that decides may never come to it.
    facts.uses.splice(before, Infinity, ...known.uses.map(({ start: _start, end: _end, ...use }) => (known.straight ? use : { ...use, soft: true })));
  }
}
