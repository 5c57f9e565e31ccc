import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";
import { account, columnOf, relation, stored, takesIf } from "./refs.ts";

/** `CREATE USER` and `CREATE ROLE`. */
export function createAccounts(cursor: Cursor, facts: FactsBuilder, prefix: string): void {
  facts.verb = `${prefix} ${cursor.upper()}`;
  cursor.at++;
  takesIf(cursor, facts);
  for (const item of cursor.list()) {
    if (item.is("IDENTIFIED") || item.is("REQUIRE") || item.is("WITH") || item.is("DEFAULT")) continue;
    const named = account(item);
    if (named !== undefined) facts.defines.push({ kind: "role", name: named.account });
  }
}

export function alterAccounts(cursor: Cursor, facts: FactsBuilder): void {
  facts.verb = `ALTER ${cursor.upper()}`;
  cursor.at++;
  takesIf(cursor, facts);
  if (facts.idempotent) return;
  const named = cursor.is("USER", "(") ? undefined : account(cursor);
  if (named !== undefined) facts.use({ kind: "role", name: named.account }, named);
}

/** `GRANT` and `REVOKE`: rights on an object, or roles. */
export function grantStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.verb = cursor.upper();
  const revoke = facts.verb === "REVOKE";
  cursor.at++;
  if (takesIf(cursor, facts)) facts.soft = true;
  const receivers = new Set([revoke ? "FROM" : "TO"]);
  const rights = cursor.upTo(new Set(["ON", ...receivers]));
  if (cursor.take("ON")) grantOn(cursor, rights, facts);
  else if (!rights.is("ALL") && !rights.is("PROXY")) {
    for (const item of rights.list()) {
      const role = account(item);
      if (role !== undefined) facts.use({ kind: "role", name: role.account }, role);
    }
  }
  cursor.upTo(receivers);
  cursor.at++;
  for (const item of cursor.list()) {
    const identified = item.tokens.slice(item.at, item.end).some((token) => token.upper === "IDENTIFIED");
    const named = account(item);
    if (named !== undefined) facts.use({ kind: "role", name: named.account }, named, { soft: identified });
  }
}

function grantOn(cursor: Cursor, rights: Cursor, facts: FactsBuilder): void {
  const routine = cursor.take("PROCEDURE") || cursor.take("FUNCTION") || cursor.take("PACKAGE");
  if (!routine) cursor.take("TABLE");
  const name = cursor.dotted();
  if (name === undefined || cursor.is(".", "*") || cursor.is("*")) {
    cursor.upTo(new Set(["TO", "FROM"]));
    return;
  }
  const ref = routine ? stored("routine", name, facts) : relation("table", name, facts);
  facts.use(ref, name);
  if (routine) return;
  for (const right of rights.list()) {
    right.upTo(new Set(["("]));
    for (const item of right.group()?.list() ?? []) {
      const column = item.name();
      if (column !== undefined) facts.use(columnOf(ref, column.name), column);
    }
  }
}
