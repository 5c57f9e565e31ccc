import type { ObjectRef } from "../../../core/script/facts.ts";
import { foldName } from "../quote.ts";
import { walkBody } from "./body.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";
import { nameOf } from "./cursor.ts";
import { columnOf, skipDefiner, stored, takesIf, usedRelation } from "./refs.ts";

const bodyStarts: ReadonlySet<string> = new Set(["BEGIN", "RETURN", "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "CALL", "SET", "IF", "CASE", "WHILE", "LOOP", "REPEAT", "DO", "WITH", "CREATE", "DROP", "ALTER", "TRUNCATE", "SIGNAL", "EXECUTE", "PREPARE", "FOR"]);

/** `PROCEDURE` or `FUNCTION` with its body, which is looked at when it runs. */
export function createRoutine(cursor: Cursor, facts: FactsBuilder, prefix: string): void {
  const word = cursor.upper();
  cursor.at++;
  facts.verb = `${prefix} ${word}`;
  if (word === "PACKAGE") cursor.take("BODY");
  takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  const routine: ObjectRef = { ...stored("routine", name, facts), ...routineSpace(word) };
  facts.defines.push(routine);
  if (prefix !== "CREATE") facts.redefines.push(routine);
  cursor.group();
  const body = bodyOf(cursor);
  if (body === undefined) return;
  const inner = walkBody(body, facts);
  if (facts.executed) facts.state.routines.set(routine.name, inner);
}

/** A procedure and a function may have the same name. */
export function routineSpace(word: string): Pick<ObjectRef, "signature"> {
  return word === "PROCEDURE" || word === "FUNCTION" ? { signature: word.toLowerCase() } : {};
}

/** Steps over RETURNS and the characteristics (COMMENT '…', DETERMINISTIC, …) to the body. */
export function bodyOf(cursor: Cursor): Cursor | undefined {
  if (cursor.take("RETURNS")) {
    cursor.at++;
    cursor.group();
  }
  while (!cursor.done) {
    if (cursor.is("READS", "SQL") || cursor.is("MODIFIES", "SQL") || cursor.is("CONTAINS", "SQL")) cursor.at += 2;
    else if (cursor.is("NO", "SQL") || cursor.is("COMMENT") || cursor.is("LANGUAGE") || cursor.is("CHARACTER", "SET")) cursor.at += cursor.is("CHARACTER") ? 3 : 2;
    else if (cursor.is("SQL", "SECURITY")) cursor.at += 3;
    else if (cursor.isOneOf(bodyStarts) || cursor.upper(1) === ":") return cursor.rest();
    else cursor.pass();
  }
  return undefined;
}

export function createTrigger(cursor: Cursor, facts: FactsBuilder, prefix: string): void {
  facts.verb = `${prefix} TRIGGER`;
  takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  const trigger = stored("trigger", name, facts);
  const timing = cursor.rest();
  cursor.upTo(new Set(["ON"]));
  const watched = timing.tokens.slice(timing.at, cursor.at);
  if (!cursor.take("ON")) return;
  const table = usedRelation(cursor, "table", facts);
  if (table === undefined) return;
  facts.defines.push({ ...trigger, table: table.name });
  if (prefix !== "CREATE") facts.redefines.push(trigger);
  const of = watched.findIndex((token) => token.upper === "OF");
  for (const token of of === -1 ? [] : watched.slice(of + 1)) if (token.kind === "word" || token.kind === "name") facts.use(columnOf(table, nameOf(token).name), token);
  cursor.take("FOR", "EACH", "ROW");
  while (cursor.take("FOLLOWS") || cursor.take("PRECEDES")) {
    const other = cursor.dotted();
    if (other !== undefined) facts.use(stored("trigger", other, facts), other);
  }
  useRows(cursor, table, facts);
  walkBody(cursor.rest(), facts);
}

/** `NEW.column` and `OLD.column`, which are looked up when the trigger is made. */
function useRows(cursor: Cursor, table: ObjectRef, facts: FactsBuilder): void {
  const { tokens, end } = cursor;
  for (let at = cursor.at; at + 2 < end; at++) {
    const row = tokens[at]!.upper;
    const column = tokens[at + 2]!;
    if ((row === "NEW" || row === "OLD") && tokens[at + 1]!.upper === "." && tokens[at - 1]?.upper !== "." && (column.kind === "word" || column.kind === "name")) facts.use(columnOf(table, nameOf(column).name), column);
  }
}

export function createEvent(cursor: Cursor, facts: FactsBuilder, prefix: string): void {
  facts.verb = `${prefix} EVENT`;
  takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  facts.defines.push(event(name.name));
  if (prefix !== "CREATE") facts.redefines.push(event(name.name));
  cursor.upTo(new Set(["DO"]));
  if (cursor.take("DO")) walkBody(cursor.rest(), facts);
}

export function alterEvent(cursor: Cursor, facts: FactsBuilder): void {
  facts.verb = "ALTER EVENT";
  skipDefiner(cursor);
  takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  facts.use(event(name.name), name);
  cursor.upTo(new Set(["RENAME", "DO"]));
  if (cursor.take("RENAME", "TO")) {
    const to = cursor.dotted();
    if (to !== undefined) facts.renames.push({ from: event(name.name), to: event(to.name) });
  }
  cursor.upTo(new Set(["DO"]));
  if (cursor.take("DO")) walkBody(cursor.rest(), facts);
}

function event(name: string): ObjectRef {
  return { kind: "other", name: `event ${foldName(name)}` };
}
