import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { takeColumn } from "./columns.ts";
import { Cursor } from "./cursor.ts";
import { takeKey } from "./keys.ts";
import { walkPartitions } from "./partitions.ts";
import { isQuery, walkQuery } from "./queries.ts";
import { relation, takesIf, usedRelation } from "./refs.ts";
import { temporarySchema } from "./state.ts";

const queryStarts: ReadonlySet<string> = new Set(["SELECT", "WITH", "VALUES", "TABLE"]);

/** What follows `CREATE [OR REPLACE] [TEMPORARY] TABLE`. */
export function createTable(cursor: Cursor, facts: FactsBuilder, form: { readonly temporary: boolean; readonly replace: boolean }): void {
  facts.verb = form.temporary ? "CREATE TEMPORARY TABLE" : form.replace ? "CREATE OR REPLACE TABLE" : "CREATE TABLE";
  if (form.temporary) facts.transaction = "inside";
  takesIf(cursor, facts);
  const name = cursor.dotted();
  if (name === undefined) return;
  const named = relation("table", name, facts);
  const table = form.temporary ? { ...named, schema: temporarySchema } : named;
  if (form.temporary && !facts.inBody) facts.state.temporary.add(name.name);
  if (form.replace) {
    facts.idempotent = true;
    facts.redefines.push(table);
    facts.destroy({ object: table, how: "replace" });
  }
  const like = takeLike(cursor);
  if (like !== undefined) {
    facts.defines.push({ ...table, openColumns: true });
    usedRelation(like, "table", facts);
    return;
  }
  const inside = cursor.is("(") ? cursor.group() : undefined;
  const onlyQuery = inside !== undefined && isQuery(inside);
  const query = onlyQuery ? inside : queryOf(cursor, facts, table);
  const made: ObjectRef = query === undefined ? table : { ...table, openColumns: true };
  facts.defines.push(made);
  if (inside !== undefined && !onlyQuery) for (const item of inside.list()) element(item, table, facts);
  if (query !== undefined) walkQuery(query, facts);
}

/** `LIKE other`, also in parentheses. */
function takeLike(cursor: Cursor): Cursor | undefined {
  if (cursor.take("LIKE")) return cursor;
  if (!cursor.is("(", "LIKE")) return undefined;
  const inside = cursor.group();
  inside?.take("LIKE");
  return inside;
}

function element(item: Cursor, table: ObjectRef, facts: FactsBuilder): void {
  if (item.is("PERIOD", "FOR")) return;
  if (!takeKey(item, table, facts)) takeColumn(item, table, facts);
}

/** Steps through the table's options and partitions up to the query, where there is one. */
function queryOf(cursor: Cursor, facts: FactsBuilder, table: ObjectRef): Cursor | undefined {
  while (!cursor.done) {
    if (cursor.isOneOf(queryStarts) && !cursor.is("WITH", "SYSTEM") && cursor.upper(-1) !== "=") return cursor.rest();
    if (cursor.is("AS")) cursor.at++;
    else if (cursor.is("UNION") && cursor.take("UNION")) {
      cursor.take("=");
      for (const merged of cursor.group()?.list() ?? []) usedRelation(merged, "table", facts);
    } else if (cursor.is("PARTITION", "BY")) {
      const part = cursor.upTo(new Set([...queryStarts, "AS", "IGNORE", "REPLACE"]), (at) => !at.is("VALUES"));
      walkPartitions(part, table, facts);
    } else if (cursor.is("(")) {
      const inside = cursor.group()!;
      if (isQuery(inside)) return new Cursor(cursor.tokens, inside.at, inside.end);
    } else cursor.at++;
  }
  return undefined;
}
