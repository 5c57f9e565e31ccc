import type { StatementKind } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";
import { columnOf, relation, usedRelation } from "./refs.ts";

type Family = readonly [kind: StatementKind, writes: boolean, transaction: "inside" | "outside" | "sideEffects"];

/** Statements that are known by their first word; how they stand to transactions was tried on the servers. */
const families: Readonly<Record<string, Family>> = {
  SHOW: ["query", false, "inside"], HELP: ["query", false, "inside"], CHECKSUM: ["query", false, "inside"], DO: ["query", false, "inside"], HANDLER: ["query", false, "inside"],
  USE: ["session", false, "inside"], SIGNAL: ["utility", false, "inside"], RESIGNAL: ["utility", false, "inside"], GET: ["utility", false, "inside"],
  KILL: ["utility", true, "sideEffects"], CACHE: ["utility", true, "outside"], FLUSH: ["utility", true, "outside"], RESET: ["utility", true, "outside"], PURGE: ["utility", true, "outside"],
  SHUTDOWN: ["utility", true, "outside"], RESTART: ["utility", true, "outside"], INSTALL: ["utility", true, "outside"], UNINSTALL: ["utility", true, "outside"], CHANGE: ["utility", true, "outside"],
  STOP: ["utility", true, "outside"], BINLOG: ["utility", true, "outside"], CLONE: ["utility", true, "outside"], IMPORT: ["utility", true, "outside"], BACKUP: ["utility", true, "outside"],
};

/** Gives false where the word is no statement that is known. */
export function utilityStatement(cursor: Cursor, facts: FactsBuilder): boolean {
  const word = cursor.upper();
  const family = families[word];
  if (family === undefined) return false;
  facts.is(family[0], word, family[1], family[2]);
  cursor.at++;
  if (word === "USE" && !facts.inBody) {
    facts.state.database = cursor.name()?.name;
    facts.state.home ??= facts.state.database;
  }
  return true;
}

/** ANALYZE, CHECK, OPTIMIZE, REPAIR: each commits. MariaDB's `ANALYZE statement` runs the statement. */
export function maintenanceStatement(cursor: Cursor, facts: FactsBuilder): void {
  const verb = cursor.upper();
  cursor.at++;
  while (cursor.take("NO_WRITE_TO_BINLOG") || cursor.take("LOCAL"));
  if (!cursor.take("TABLE") && !cursor.take("TABLES") && !cursor.take("VIEW")) {
    if (cursor.take("FORMAT")) cursor.at += 2;
    facts.state.enter(cursor.rest(), facts);
    facts.verb = `${verb} ${facts.verb}`;
    return;
  }
  facts.is("utility", `${verb} TABLE`, true, "outside");
  for (const item of cursor.list()) usedRelation(item, "table", facts);
}

export function lockStatement(cursor: Cursor, facts: FactsBuilder): void {
  const unlock = cursor.is("UNLOCK");
  facts.is("session", unlock ? "UNLOCK TABLES" : "LOCK TABLES", false, "outside");
  cursor.at += 2;
  if (unlock || cursor.upper(-1) === "INSTANCE") return;
  for (const item of cursor.list()) usedRelation(item, "table", facts);
}

const explained: ReadonlySet<string> = new Set(["SELECT", "WITH", "VALUES", "TABLE", "INSERT", "REPLACE", "UPDATE", "DELETE", "("]);

/** `EXPLAIN statement`, `DESCRIBE table [column]`. `EXPLAIN ANALYZE` runs the query. */
export function explainStatement(cursor: Cursor, facts: FactsBuilder): void {
  const verb = cursor.upper();
  cursor.at++;
  const analyse = cursor.take("ANALYZE");
  while (!cursor.done && (cursor.is("FORMAT") || cursor.is("EXTENDED") || cursor.is("PARTITIONS"))) cursor.at += cursor.is("FORMAT") ? 3 : 1;
  if (cursor.isOneOf(explained)) {
    facts.executed &&= analyse;
    facts.state.enter(cursor.rest(), facts);
    facts.is("query", "EXPLAIN", analyse && facts.writes);
    return;
  }
  facts.is("query", verb === "EXPLAIN" ? "EXPLAIN" : "DESCRIBE", false);
  if (cursor.is("FOR") || cursor.done) return;
  const name = cursor.dotted();
  if (name === undefined) return;
  const table = relation("table", name, facts);
  facts.use(table, name);
  const column = cursor.name();
  if (column !== undefined) facts.use(columnOf(table, column.name), column);
}
