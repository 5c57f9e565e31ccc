import { setTimeout as sleep } from "node:timers/promises";
import type { Catalog, TableObject } from "../../core/catalog/catalog.ts";
import type { Settled } from "../../core/migration/settled.ts";
import { settleBy } from "../../core/migration/settle.ts";
import type { RunnableStatement } from "../../core/migration/plan.ts";
import type { ObjectRef } from "../../core/script/facts.ts";
import type { Session } from "../engine.ts";
import { isThere } from "./exists.ts";

/** How long a statement whose connection is gone may go on on the server before nothing can be told. */
const patienceMs = 30_000;
const pollMs = 200;

/**
 * Looks at the database to find out. A server that lost its client finishes the statement all the same, so its end is waited for first;
 * each DDL statement is atomic then, all of it is there or nothing.
 */
export async function settle(session: Session, statement: RunnableStatement, before: Catalog | null, patience = patienceMs): Promise<Settled> {
  const running = await stillRunning(session, statement.sql, patience);
  if (running !== null) return { state: "unknown", note: `The server still runs it on connection ${running}, whose client is gone. Wait for its end, or stop it with KILL ${running}.` };
  return await settleBy(
    {
      special: (cutOff) => special(session, cutOff, before),
      exists: (object) => isThere(session, object),
      repeatable: (verb, { facts }) => facts?.idempotent === true || repeatable.test(verb),
    },
    statement,
  );
}

const repeatable = /^(?:ANALYZE|OPTIMIZE|CHECK|REPAIR|FLUSH|SELECT|SET|USE|DO|TRUNCATE|GRANT|REVOKE|KILL|RESET|CACHE|LOAD INDEX|ALTER (?:USER|DATABASE|SCHEMA|VIEW|EVENT|PROCEDURE|FUNCTION|SEQUENCE)|CREATE OR REPLACE)\b/;

/** The number of the connection on which this statement goes on; null where none does. */
async function stillRunning(session: Session, sql: string, patience: number): Promise<string | null> {
  const text = sql.trim().replace(/;\s*$/, "");
  const deadline = performance.now() + patience;
  for (;;) {
    // information_schema.PROCESSLIST fails as a whole where any connection's statement holds a character beyond three bytes.
    const { rows } = await session.run("SHOW FULL PROCESSLIST");
    const running = rows.find(([, , , database, command, , , info]) => database === session.facts.database && (command === "Query" || command === "Execute") && info === text);
    if (running === undefined) return null;
    const [id] = running;
    if (performance.now() >= deadline) return String(id);
    await sleep(pollMs);
  }
}

/** Everything that the statement would make, rename or drop is looked at: it was done as a whole or not at all. */
async function special(session: Session, { facts, sql }: RunnableStatement, before: Catalog | null): Promise<Settled | null> {
  if (facts === null) return null;
  const changes = new Set(facts.drops.map(keyOf));
  const signs: Sign[] = [];
  for (const { from, to } of facts.renames) {
    if (await renamed(session, from, to)) signs.push({ done: true, what: `${from.name} is called ${to.name} now` });
    else signs.push({ done: false, what: `${from.name} is not renamed` });
  }
  for (const object of facts.defines) {
    // What is dropped and made again under one name, and an index without a name of its own, says nothing by being there.
    if (changes.has(keyOf(object)) || !namesWhatIsNew(object, before)) continue;
    const there = await isThere(session, object);
    signs.push({ done: there, what: `${object.name} ${there ? "exists" : "does not exist"}` });
  }
  for (const object of facts.drops) {
    if (facts.defines.some((made) => keyOf(made) === keyOf(object))) continue;
    const there = await isThere(session, object);
    signs.push({ done: !there, what: `${object.name} ${there ? "still exists" : "is gone"}` });
  }
  return signs.length > 0 ? verdict(signs) : changesInPlace(facts.verb, sql);
}

interface Sign {
  readonly done: boolean;
  readonly what: string;
}

function verdict(signs: readonly Sign[]): Settled {
  const told = `${signs.map((sign) => sign.what).join(", ")}.`;
  if (signs.every((sign) => sign.done)) return { state: "done", note: told };
  if (signs.every((sign) => !sign.done)) return { state: "notDone", note: told };
  return { state: "unknown", note: `It is half done: ${told}` };
}

/** MODIFY, SET DEFAULT, ENGINE, COMMENT and the like give the same however often they run; partitions do not. */
function changesInPlace(verb: string, sql: string): Settled | null {
  if (!/^ALTER TABLE/i.test(verb) || /\bPARTITION\b|\bTABLESPACE\b|\bORDER\s+BY\b/i.test(sql)) return null;
  return { state: "notDone", note: "It sets what it names, so it can run again." };
}

async function renamed(session: Session, from: ObjectRef, to: ObjectRef): Promise<boolean> {
  return !(await isThere(session, from)) && (await isThere(session, to));
}

function namesWhatIsNew(object: ObjectRef, before: Catalog | null): boolean {
  if (object.table === undefined || before === null) return true;
  const table = before.tables.find((one) => one.name === object.table);
  return table === undefined || !known(table, object);
}

function known(table: TableObject, { kind, name }: ObjectRef): boolean {
  const same = (other: { readonly name: string }): boolean => other.name.toLowerCase() === name.toLowerCase();
  if (kind === "index") return table.indexes.some(same) || table.constraints.some(same);
  if (kind === "constraint") return table.constraints.some(same);
  return kind === "column" && table.columns.some(same);
}

function keyOf({ kind, schema, table, name }: ObjectRef): string {
  return JSON.stringify([kind, schema ?? "", table ?? "", name.toLowerCase()]);
}
