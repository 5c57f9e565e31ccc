import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { Cursor } from "./cursor.ts";
import type { Name } from "./cursor.ts";
import { checkConstraint, primaryKeyOf, references } from "./keys.ts";
import { walkExpression } from "./queries.ts";
import { belonging, columnOf } from "./refs.ts";
import { tableScope } from "./scope.ts";

/** MySQL 9.0 is the first that makes a foreign key of `column … REFERENCES …`; MariaDB does since 10.5. */
const mysqlInlineReferences = 90_000;

/** A column that is made: `name type attributes`. Gives the column, or undefined where there is none. */
export function takeColumn(cursor: Cursor, table: ObjectRef, facts: FactsBuilder): ObjectRef | undefined {
  const name = cursor.name();
  if (name === undefined) return undefined;
  const column = columnOf(table, name.name);
  facts.defines.push(column);
  columnAttributes(cursor, table, column, facts);
  return column;
}

/** The type and what follows it: default, generated value, keys, checks, references. */
export function columnAttributes(cursor: Cursor, table: ObjectRef, column: ObjectRef, facts: FactsBuilder): void {
  let symbol: Name | undefined;
  // The type's own name could be mistaken for an attribute.
  if (!cursor.is("AS") && !cursor.is("GENERATED")) cursor.at++;
  while (!cursor.done) {
    const generated = cursor.take("GENERATED", "ALWAYS", "AS") || cursor.take("AS");
    if (generated) {
      const expression = cursor.group();
      if (expression !== undefined) facts.dependingOn(column, () => walkExpression(expression, facts, tableScope(table)));
    } else if (cursor.take("DEFAULT")) defaultValue(cursor, table, facts);
    else if (cursor.take("ON", "UPDATE")) cursor.at++;
    else if (cursor.take("CONSTRAINT")) symbol = cursor.is("CHECK") || cursor.is("REFERENCES") ? undefined : cursor.name();
    else if (cursor.take("CHECK")) checkConstraint(cursor, table, facts, symbol);
    else if (cursor.take("REFERENCES")) inlineReference(cursor, table, column, facts);
    else if (cursor.take("PRIMARY", "KEY") || cursor.take("PRIMARY") || (cursor.is("KEY") && cursor.take("KEY"))) facts.defines.push({ ...primaryKeyOf(table), unique: [column.name], primary: true });
    else if (cursor.take("UNIQUE")) {
      cursor.take("KEY");
      facts.defines.push({ ...belonging("index", table, column.name), unique: [column.name], implicit: true });
    } else if (cursor.is("COMMENT") || cursor.is("COLLATE")) cursor.at += 2;
    else if (cursor.take("AFTER")) {
      const after = cursor.name();
      if (after !== undefined) facts.use(columnOf(table, after.name), after);
    } else cursor.pass();
  }
}

function defaultValue(cursor: Cursor, table: ObjectRef, facts: FactsBuilder): void {
  const start = cursor.at;
  cursor.pass();
  if (cursor.is("(")) cursor.pass();
  if (cursor.tokens[start]?.upper === "NEXT" && cursor.take("VALUE", "FOR")) cursor.dotted();
  walkExpression(new Cursor(cursor.tokens, start, cursor.at), facts, tableScope(table));
}

function inlineReference(cursor: Cursor, table: ObjectRef, column: ObjectRef, facts: FactsBuilder): void {
  const { flavour, version } = facts.state;
  const honoured = flavour === "mariadb" || version === undefined || version >= mysqlInlineReferences;
  const constraint = belonging("constraint", table, `${table.name}_ibfk_1`);
  if (!honoured) {
    cursor.dotted();
    return;
  }
  facts.defines.push({ ...constraint, indexed: [column.name], implicit: true });
  facts.dependingOn(constraint, () => facts.use(column));
  references(cursor, table, constraint, facts);
}
