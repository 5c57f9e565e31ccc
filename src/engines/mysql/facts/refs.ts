import type { ObjectKind, ObjectRef } from "../../../core/script/facts.ts";
import { foldName } from "../quote.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor, DottedName, Name } from "./cursor.ts";
import { temporarySchema } from "./state.ts";

/** A table, view or sequence as a statement names it; a temporary one where the script made one of that name. */
export function relation(kind: ObjectKind, name: DottedName, facts: FactsBuilder): ObjectRef {
  const schema = foreignDatabase(name.qualifier, facts);
  if ((name.qualifier === undefined || schema === undefined) && facts.state.temporary.has(name.name)) return { kind, schema: temporarySchema, name: name.name };
  return schema === undefined ? { kind, name: name.name } : { kind, schema, name: name.name };
}

/** A routine, trigger or event: their names compare without regard to case. */
export function stored(kind: ObjectKind, name: DottedName, facts: FactsBuilder): ObjectRef {
  const schema = foreignDatabase(name.qualifier, facts);
  return schema === undefined ? { kind, name: foldName(name.name) } : { kind, schema, name: foldName(name.name) };
}

/** The database that a name is in, unless it is the one that the script is at home in. */
function foreignDatabase(qualifier: string | undefined, { state }: FactsBuilder): string | undefined {
  const database = qualifier ?? state.database;
  return database === state.home ? undefined : database;
}

/** A column, constraint or index of a table. */
export function belonging(kind: ObjectKind, table: ObjectRef, name: string): ObjectRef {
  const folded = foldName(name);
  return table.schema === undefined ? { kind, table: table.name, name: folded } : { kind, schema: table.schema, table: table.name, name: folded };
}

export function columnOf(table: ObjectRef, name: string): ObjectRef {
  return belonging("column", table, name);
}

/** Reads the name of a relation and uses it; gives it. */
export function usedRelation(cursor: Cursor, kind: ObjectKind, facts: FactsBuilder): ObjectRef | undefined {
  const name = cursor.dotted();
  if (name === undefined) return undefined;
  const ref = relation(kind, name, facts);
  facts.use(ref, name);
  return ref;
}

/** `IF EXISTS`, `IF NOT EXISTS`. */
export function takesIf(cursor: Cursor, facts: FactsBuilder): boolean {
  const taken = cursor.take("IF", "NOT", "EXISTS") || cursor.take("IF", "EXISTS");
  if (taken) facts.idempotent = true;
  return taken;
}

/** `user`, `'user'@'host'`, CURRENT_USER; undefined for the last, which is always there. */
export function account(cursor: Cursor): (Name & { readonly account: string }) | undefined {
  const token = cursor.token();
  if (token === undefined) return undefined;
  cursor.at++;
  if (token.upper === "CURRENT_USER") {
    cursor.group();
    return undefined;
  }
  const user = unquoted(token.text);
  const next = cursor.token();
  let host = "";
  let { end } = token;
  if (next?.kind === "variable" && next.text.startsWith("@")) {
    cursor.at++;
    host = unquoted(next.text.slice(1));
    ({ end } = next);
  } else if (next?.upper === "@") {
    cursor.at += 2;
    host = unquoted(cursor.token(-1)?.text ?? "");
  }
  const named = `${user}@${host === "" ? "%" : host.toLowerCase()}`;
  return { name: named, account: named, start: token.start, end, quoted: true };
}

function unquoted(text: string): string {
  const quote = /^['"`]/.exec(text)?.[0];
  return quote === undefined ? text : text.slice(1, -1).replaceAll(quote + quote, quote);
}

/** Steps over `DEFINER = account`, `SQL SECURITY …`, `ALGORITHM = …`, `AGGREGATE`. */
export function skipDefiner(cursor: Cursor): void {
  for (;;) {
    if (cursor.take("DEFINER")) {
      cursor.take("=");
      account(cursor);
    } else if (cursor.take("ALGORITHM")) {
      cursor.take("=");
      cursor.at++;
    } else if (cursor.take("SQL", "SECURITY")) cursor.at++;
    else if (!cursor.take("AGGREGATE")) return;
  }
}
