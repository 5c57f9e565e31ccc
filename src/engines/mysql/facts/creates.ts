import type { ObjectRef } from "../../../core/script/facts.ts";
import { foldName } from "../quote.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";
import { createTable } from "./createTable.ts";
import { createAccounts } from "./accounts.ts";
import { indexRef, keyParts } from "./keys.ts";
import { createEvent, createRoutine, createTrigger } from "./programs.ts";
import { walkQuery } from "./queries.ts";
import { belonging, relation, skipDefiner, takesIf, usedRelation } from "./refs.ts";
import { temporarySchema } from "./state.ts";

/** What follows `CREATE`. */
export function createStatement(cursor: Cursor, facts: FactsBuilder): void {
  const replace = cursor.take("OR", "REPLACE");
  if (replace) facts.idempotent = true;
  const prefix = replace ? "CREATE OR REPLACE" : "CREATE";
  skipDefiner(cursor);
  const temporary = cursor.take("TEMPORARY");
  if (cursor.take("TABLE")) createTable(cursor, facts, { temporary, replace });
  else if (cursor.take("SEQUENCE")) createSequence(cursor, facts, temporary, prefix);
  else if (cursor.take("VIEW")) createView(cursor, facts, prefix);
  else if (cursor.take("TRIGGER")) createTrigger(cursor, facts, prefix);
  else if (cursor.is("PROCEDURE") || cursor.is("FUNCTION") || cursor.is("PACKAGE")) createRoutine(cursor, facts, prefix);
  else if (cursor.take("EVENT")) createEvent(cursor, facts, prefix);
  else if (cursor.is("USER") || cursor.is("ROLE")) createAccounts(cursor, facts, prefix);
  else if (cursor.take("DATABASE") || cursor.take("SCHEMA")) {
    facts.verb = `${prefix} DATABASE`;
    takesIf(cursor, facts);
    const name = cursor.name();
    if (name !== undefined) facts.defines.push({ kind: "database", name: name.name });
    if (replace && name !== undefined) facts.destroy({ object: { kind: "database", name: name.name }, how: "dropDatabase" });
  } else if (!createIndex(cursor, facts, prefix)) createOther(cursor, facts, prefix);
}

function createIndex(cursor: Cursor, facts: FactsBuilder, prefix: string): boolean {
  const start = cursor.at;
  if (!cursor.take("ONLINE")) cursor.take("OFFLINE");
  const unique = cursor.take("UNIQUE");
  const special = cursor.take("FULLTEXT") || cursor.take("SPATIAL") || (cursor.is("VECTOR", "INDEX") && cursor.take("VECTOR"));
  if (!cursor.take("INDEX")) {
    cursor.at = start;
    return false;
  }
  facts.verb = `${prefix}${unique ? " UNIQUE" : ""} INDEX`;
  takesIf(cursor, facts);
  const name = cursor.name();
  if (cursor.take("USING") || cursor.take("TYPE")) cursor.at++;
  if (name === undefined || !cursor.take("ON")) return true;
  const table = usedRelation(cursor, "table", facts);
  if (table === undefined) return true;
  const ref = belonging("index", table, name.name);
  const parts = keyParts(cursor, table, facts, undefined);
  facts.defines.push(indexRef(ref, parts, { unique, special }));
  if (prefix !== "CREATE") facts.redefines.push(ref);
  return true;
}

function createSequence(cursor: Cursor, facts: FactsBuilder, temporary: boolean, prefix: string): void {
  facts.verb = `${prefix} SEQUENCE`;
  takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  const ref = relation("sequence", name, facts);
  if (prefix !== "CREATE") facts.destroy({ object: ref, how: "replace" });
  facts.defines.push(temporary ? { ...ref, schema: temporarySchema } : ref);
}

/** What follows VIEW, in CREATE and in ALTER. */
export function createView(cursor: Cursor, facts: FactsBuilder, prefix: string): void {
  facts.verb = `${prefix} VIEW`;
  takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  const view = relation("view", name, facts);
  if (prefix === "ALTER") facts.use(view, name);
  else facts.defines.push(view);
  if (prefix !== "CREATE") facts.redefines.push(view);
  cursor.group();
  if (!cursor.take("AS")) return;
  const query = cursor.upTo(new Set(["WITH"]), (at) => at.is("WITH", "CHECK") || at.is("WITH", "CASCADED") || at.is("WITH", "LOCAL"));
  walkQuery(query, facts);
}

/** Servers, tablespaces, log file groups, resource groups, spatial reference systems. */
function createOther(cursor: Cursor, facts: FactsBuilder, prefix: string): void {
  cursor.take("UNDO");
  const word = cursor.upper();
  cursor.at++;
  facts.verb = `${prefix} ${word}`;
  if (word === "LOGFILE" || word === "RESOURCE") cursor.take("GROUP");
  takesIf(cursor, facts);
  const name = cursor.name();
  const made: ObjectRef = { kind: "other", name: `${word.toLowerCase()} ${foldName(name?.name ?? "")}` };
  facts.defines.push(made);
}
