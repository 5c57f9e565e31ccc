import type { ObjectKind, ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";
import { routineSpace } from "./programs.ts";
import { account, belonging, relation, stored, takesIf, usedRelation } from "./refs.ts";
import { temporarySchema } from "./state.ts";
import { foldName } from "../quote.ts";

const relations: Readonly<Record<string, ObjectKind>> = { TABLE: "table", TABLES: "table", VIEW: "view", SEQUENCE: "sequence" };
const programs: Readonly<Record<string, ObjectKind>> = { PROCEDURE: "routine", FUNCTION: "routine", PACKAGE: "routine", TRIGGER: "trigger" };

/** What follows `DROP`. */
export function dropStatement(cursor: Cursor, facts: FactsBuilder): void {
  const temporary = cursor.take("TEMPORARY");
  cursor.take("ONLINE");
  const word = cursor.upper();
  cursor.at++;
  facts.verb = `DROP ${temporary ? "TEMPORARY " : ""}${word}`;
  if (temporary) facts.transaction = "inside";
  if (word === "PACKAGE") cursor.take("BODY");
  const relationKind = relations[word];
  const programKind = programs[word];
  takesIf(cursor, facts);
  if (relationKind !== undefined) dropRelations(cursor, relationKind, temporary, facts);
  else if (programKind !== undefined) {
    const name = cursor.dotted();
    if (name === undefined) return;
    const object: ObjectRef = { ...stored(programKind, name, facts), ...routineSpace(word) };
    facts.drops.push(object);
    // A trigger holds no data and comes back from the snapshot.
    if (programKind === "routine") facts.destroy({ object, how: "drop" });
  } else if (word === "INDEX") dropIndex(cursor, facts);
  else if (word === "DATABASE" || word === "SCHEMA") {
    const name = cursor.name();
    if (name === undefined) return;
    const object: ObjectRef = { kind: "database", name: name.name };
    facts.verb = "DROP DATABASE";
    facts.drops.push(object);
    facts.destroy({ object, how: "dropDatabase" });
  } else if (word === "USER" || word === "ROLE") {
    for (const item of cursor.list()) {
      const named = account(item);
      if (named === undefined) continue;
      facts.drops.push({ kind: "role", name: named.account });
      facts.destroy({ object: { kind: "role", name: named.account }, how: "drop" });
    }
  } else dropOther(cursor, word, facts);
}

function dropRelations(cursor: Cursor, kind: ObjectKind, temporary: boolean, facts: FactsBuilder): void {
  if (!facts.state.foreignKeyChecks) facts.unchecked = true;
  for (const item of cursor.list()) {
    const name = item.dotted();
    if (name === undefined) continue;
    const object = relation(kind, name, facts);
    const gone = facts.executed && !facts.inBody && facts.state.temporary.delete(name.name);
    if (temporary && !gone) facts.drops.push({ ...object, schema: temporarySchema });
    else {
      facts.drops.push(object);
      if (!temporary) facts.destroy({ object, how: "drop" });
      if (gone) facts.transaction = temporary ? "inside" : facts.transaction;
    }
  }
}

function dropIndex(cursor: Cursor, facts: FactsBuilder): void {
  const name = cursor.name();
  if (name === undefined || !cursor.take("ON")) return;
  const table = usedRelation(cursor, "table", facts);
  if (table === undefined) return;
  if (!facts.state.foreignKeyChecks && facts.state.flavour === "mariadb") facts.unchecked = true;
  const primary = name.name.toUpperCase() === "PRIMARY";
  facts.drops.push(belonging(primary ? "constraint" : "index", table, name.name));
}

/** Events, servers, tablespaces and the like. */
function dropOther(cursor: Cursor, word: string, facts: FactsBuilder): void {
  const name = cursor.dotted();
  if (name === undefined) return;
  const object: ObjectRef = { kind: "other", name: `${word.toLowerCase()} ${foldName(name.name)}` };
  facts.drops.push(object);
  if (word === "EVENT" || word === "TABLESPACE" || word === "SERVER") facts.destroy({ object, how: "drop" });
}

/** What follows `RENAME`: tables, or users. */
export function renameStatement(cursor: Cursor, facts: FactsBuilder, renameTable: (from: ObjectRef, to: ObjectRef, facts: FactsBuilder) => void): void {
  if (cursor.take("USER")) {
    facts.verb = "RENAME USER";
    for (const item of cursor.list()) {
      const from = account(item);
      item.take("TO");
      const to = account(item);
      if (from !== undefined && to !== undefined) facts.renames.push({ from: { kind: "role", name: from.account }, to: { kind: "role", name: to.account } });
    }
    return;
  }
  if (!cursor.take("TABLE")) cursor.take("TABLES");
  facts.verb = "RENAME TABLE";
  takesIf(cursor, facts);
  for (const item of cursor.list()) {
    const from = item.dotted();
    if (item.take("WAIT")) item.at++;
    item.take("NOWAIT");
    item.take("TO");
    const to = item.dotted();
    if (from !== undefined && to !== undefined) renameTable(relation("table", from, facts), relation("table", to, facts), facts);
  }
}
