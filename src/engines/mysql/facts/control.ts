import type { StatementFacts } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { textOf } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { userVariable } from "./dynamic.ts";
import { walkExpression } from "./queries.ts";
import { Scope } from "./scope.ts";

type Control = NonNullable<StatementFacts["control"]>;

/** BEGIN, START TRANSACTION, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, XA. */
export function controlStatement(cursor: Cursor, facts: FactsBuilder): void {
  const word = cursor.upper();
  const to = cursor.tokens.slice(cursor.at, cursor.end).some((token) => token.upper === "TO");
  const found: Record<string, readonly [string, Control]> = {
    BEGIN: ["BEGIN", "begin"], START: ["START TRANSACTION", "begin"], COMMIT: ["COMMIT", "commit"], SAVEPOINT: ["SAVEPOINT", "savepoint"], RELEASE: ["RELEASE SAVEPOINT", "release"],
    ROLLBACK: to ? ["ROLLBACK TO SAVEPOINT", "rollbackTo"] : ["ROLLBACK", "rollback"],
    XA: [`XA ${cursor.upper(1)}`, cursor.upper(1) === "COMMIT" || cursor.upper(1) === "PREPARE" ? "commit" : cursor.upper(1) === "ROLLBACK" ? "rollback" : "begin"],
  };
  const [verb, control] = found[word]!;
  facts.is("transactionControl", verb, word === "XA", word === "XA" ? "outside" : "inside");
  facts.control = control;
}

/** `SET name = value, …`, and what is written like it. */
export function setStatement(cursor: Cursor, facts: FactsBuilder): void {
  cursor.at++;
  facts.is("session", "SET", false);
  const account = cursor.is("PASSWORD") || cursor.is("ROLE") || cursor.is("DEFAULT", "ROLE");
  if (account || cursor.is("RESOURCE", "GROUP")) {
    facts.is("session", cursor.is("DEFAULT") ? "SET DEFAULT ROLE" : `SET ${cursor.upper()}`, !cursor.is("ROLE"), "outside");
    return;
  }
  if (cursor.is("TRANSACTION") || cursor.is("SESSION", "TRANSACTION") || cursor.is("LOCAL", "TRANSACTION")) {
    facts.is("session", "SET TRANSACTION", false, cursor.is("TRANSACTION") ? "outside" : "inside");
    return;
  }
  if (cursor.take("STATEMENT")) {
    cursor.upTo(new Set(["FOR"]));
    cursor.at++;
    facts.state.enter(cursor.rest(), facts);
    return;
  }
  let scope = "";
  for (const item of cursor.list()) scope = setting(item, scope, facts);
}

const scopes = /^(?:GLOBAL|PERSIST|PERSIST_ONLY|SESSION|LOCAL)$/;

function setting(item: Cursor, before: string, facts: FactsBuilder): string {
  let scope = before;
  if (scopes.test(item.upper()) && item.isName(1)) {
    scope = item.upper();
    item.at++;
  }
  const target = item.token();
  if (target === undefined) return scope;
  item.at++;
  while (item.is(".")) item.at += 2;
  item.at++;
  const name = item.tokens[item.at - 2]!.upper.replace(/^@@(?:(?:GLOBAL|PERSIST|PERSIST_ONLY|SESSION|LOCAL)\.)?/, "");
  const beyond = /^(?:GLOBAL|PERSIST|PERSIST_ONLY)$/.test(scope) || /^@@(?:GLOBAL|PERSIST|PERSIST_ONLY)\./.test(target.upper);
  const value = item.token();
  if (beyond) {
    facts.writes = true;
    facts.transaction = "sideEffects";
  } else if (target.kind === "variable" && !target.text.startsWith("@@")) {
    facts.idempotent = true;
    facts.defines.push(userVariable(target.text));
    if (facts.executed && !facts.inBody) remember(item.rest(), target.text, facts);
  } else if (name === "FOREIGN_KEY_CHECKS" && !facts.inBody) {
    const saved = value?.kind === "variable" && !value.text.startsWith("@@");
    facts.state.foreignKeyChecks = saved ? facts.state.savedForeignKeyChecks : !/^(?:0|OFF|FALSE|'OFF'|'0')$/i.test(value?.text ?? "");
  } else if (name === "AUTOCOMMIT") facts.transaction = "outside";
  // Settings cannot be NULL, as a variable without a value is.
  if ((target.kind !== "variable" || target.text.startsWith("@@")) && value?.kind === "variable" && !value.text.startsWith("@@")) facts.use(userVariable(value.text), value);
  walkExpression(item, facts, new Scope());
  return scope;
}

/** Texts that a variable may hold from now on, as PREPARE may be given it. */
function remember(value: Cursor, variable: string, facts: FactsBuilder): void {
  const tokens = value.tokens.slice(value.at, value.end);
  if (tokens.some((token) => /^@@(?:SESSION\.|LOCAL\.)?FOREIGN_KEY_CHECKS$/.test(token.upper))) facts.state.savedForeignKeyChecks = facts.state.foreignKeyChecks;
  const own = tokens.filter((token) => token.kind === "string").map(textOf);
  const through = tokens.flatMap((token) => (token.kind === "variable" ? (facts.state.variables.get(token.text.toLowerCase()) ?? []) : []));
  facts.state.variables.set(variable.toLowerCase(), [...own, ...through]);
}
