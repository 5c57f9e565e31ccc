import { alterAccounts, grantStatement } from "./accounts.ts";
import { alterTable, renameTable } from "./alterTable.ts";
import type { FactsBuilder } from "./builder.ts";
import { controlStatement, setStatement } from "./control.ts";
import { createStatement, createView } from "./creates.ts";
import type { Cursor } from "./cursor.ts";
import { callStatement, deleteStatement, insertStatement, loadStatement, queryStatement, updateStatement } from "./data.ts";
import { dropStatement, renameStatement } from "./drops.ts";
import { deallocateStatement, executeStatement, prepareStatement } from "./dynamic.ts";
import { alterEvent } from "./programs.ts";
import { skipDefiner, stored, takesIf, usedRelation } from "./refs.ts";
import { explainStatement, lockStatement, maintenanceStatement, utilityStatement } from "./utilities.ts";
import { walkBody } from "./body.ts";

type Reader = (cursor: Cursor, facts: FactsBuilder) => void;

const readers: Readonly<Record<string, Reader>> = {
  CREATE: after(createStatement), DROP: (cursor, facts) => (cursor.is("DROP", "PREPARE") ? deallocateStatement : after(dropStatement))(cursor, facts), RENAME: after((cursor, facts) => renameStatement(cursor, facts, renameTable)), ALTER: after(alterStatement), TRUNCATE: after(truncateStatement),
  SELECT: queryStatement, WITH: queryStatement, VALUES: queryStatement, TABLE: queryStatement, "(": queryStatement,
  INSERT: insertStatement, REPLACE: insertStatement, UPDATE: updateStatement, DELETE: deleteStatement, LOAD: loadStatement, CALL: callStatement,
  START: startStatement, BEGIN: beginStatement, COMMIT: controlStatement, ROLLBACK: controlStatement, SAVEPOINT: controlStatement, RELEASE: controlStatement, XA: controlStatement,
  SET: setStatement, GRANT: grantStatement, REVOKE: grantStatement, PREPARE: prepareStatement, EXECUTE: executeStatement, DEALLOCATE: deallocateStatement,
  ANALYZE: maintenanceStatement, CHECK: maintenanceStatement, OPTIMIZE: maintenanceStatement, REPAIR: maintenanceStatement, LOCK: lockStatement, UNLOCK: lockStatement,
  EXPLAIN: explainStatement, DESCRIBE: explainStatement, DESC: explainStatement,
};

/** Reads one statement; false where its first word starts none that is known. */
export function readStatement(cursor: Cursor, facts: FactsBuilder): boolean {
  const reader = readers[cursor.upper()];
  if (reader === undefined) {
    if (utilityStatement(cursor, facts)) return true;
    facts.is("utility", "", true, "outside");
    return false;
  }
  reader(cursor, facts);
  return true;
}

/** A reader that starts behind the first word. */
function after(reader: Reader): Reader {
  return (cursor, facts) => {
    cursor.at++;
    reader(cursor, facts);
  };
}

function startStatement(cursor: Cursor, facts: FactsBuilder): void {
  if (cursor.is("START", "TRANSACTION")) controlStatement(cursor, facts);
  else facts.is("utility", `START ${cursor.upper(1)}`, true, "outside");
}

/** A transaction, or MariaDB's `BEGIN NOT ATOMIC … END`. */
function beginStatement(cursor: Cursor, facts: FactsBuilder): void {
  if (!cursor.take("BEGIN", "NOT", "ATOMIC")) {
    controlStatement(cursor, facts);
    return;
  }
  facts.is("dml", "BEGIN NOT ATOMIC", true);
  facts.absorb(walkBody(cursor, facts));
  facts.idempotent = true;
  facts.uses.splice(0, facts.uses.length, ...facts.uses.map((use) => ({ ...use, soft: true })));
}

function truncateStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.verb = "TRUNCATE";
  cursor.take("TABLE");
  const object = usedRelation(cursor, "table", facts);
  if (object === undefined) return;
  facts.destroy({ object, how: "truncate" });
}

function alterStatement(cursor: Cursor, facts: FactsBuilder): void {
  const ignored = cursor.take("ONLINE") || cursor.take("IGNORE");
  if (cursor.take("TABLE")) {
    alterTable(cursor, facts);
    if (ignored) facts.verb = facts.verb.replace("ALTER", "ALTER IGNORE");
    return;
  }
  skipDefiner(cursor);
  const word = cursor.upper();
  if (word === "USER" || word === "ROLE") {
    alterAccounts(cursor, facts);
    return;
  }
  cursor.at++;
  if (word === "VIEW") createView(cursor, facts, "ALTER");
  else if (word === "EVENT") alterEvent(cursor, facts);
  else if (word === "SEQUENCE") {
    facts.verb = "ALTER SEQUENCE";
    if (takesIf(cursor, facts)) facts.soft = true;
    usedRelation(cursor, "sequence", facts);
  } else if (word === "PROCEDURE" || word === "FUNCTION") {
    facts.verb = `ALTER ${word}`;
    const name = cursor.dotted();
    if (name !== undefined) facts.use(stored("routine", name, facts), name);
  } else facts.verb = `ALTER ${word === "SCHEMA" ? "DATABASE" : word}`;
}
