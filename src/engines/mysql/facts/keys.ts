import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor, Name } from "./cursor.ts";
import { walkExpression } from "./queries.ts";
import { belonging, columnOf, relation, takesIf } from "./refs.ts";
import { tableScope } from "./scope.ts";

const keyWords: ReadonlySet<string> = new Set(["INDEX", "KEY"]);
const notNames: ReadonlySet<string> = new Set(["USING", "TYPE", "IF", "("]);

/** `[CONSTRAINT [name]] PRIMARY KEY | UNIQUE | FOREIGN KEY | CHECK`, `INDEX`, `KEY`, `FULLTEXT`, `SPATIAL`: true where the cursor stood at one. */
export function takeKey(cursor: Cursor, table: ObjectRef, facts: FactsBuilder): boolean {
  let symbol: Name | undefined;
  if (cursor.take("CONSTRAINT")) {
    takesIf(cursor, facts);
    if (!/^(?:PRIMARY|UNIQUE|FOREIGN|CHECK)$/.test(cursor.upper())) symbol = cursor.name();
  }
  if (cursor.take("PRIMARY", "KEY")) primaryKey(cursor, table, facts);
  else if (cursor.take("UNIQUE")) {
    cursor.takeOneOf(keyWords);
    index(cursor, table, facts, { unique: true, symbol });
  } else if (cursor.take("FOREIGN", "KEY")) foreignKey(cursor, table, facts, symbol);
  else if (cursor.take("CHECK")) checkConstraint(cursor, table, facts, symbol);
  else if (cursor.takeOneOf(keyWords) !== undefined) index(cursor, table, facts, { unique: false, symbol: undefined });
  else if (cursor.is("FULLTEXT") || cursor.is("SPATIAL") || (cursor.is("VECTOR") && keyWords.has(cursor.upper(1)))) {
    cursor.at++;
    cursor.takeOneOf(keyWords);
    index(cursor, table, facts, { unique: false, symbol: undefined, special: true });
  } else return false;
  return true;
}

function primaryKey(cursor: Cursor, table: ObjectRef, facts: FactsBuilder): void {
  while (!cursor.done && !cursor.is("(")) cursor.at++;
  const ref = primaryKeyOf(table);
  const { columns, whole } = keyParts(cursor, table, facts, undefined);
  facts.defines.push({ ...ref, primary: true, ...(whole && { unique: columns }) });
}

/** Every primary key has this name. */
export function primaryKeyOf(table: ObjectRef): ObjectRef {
  return { ...belonging("constraint", table, ""), name: "PRIMARY" };
}

interface IndexForm {
  readonly unique: boolean;
  readonly symbol: Name | undefined;
  /** FULLTEXT, SPATIAL, VECTOR: no foreign key can point at it. */
  readonly special?: boolean;
}

function index(cursor: Cursor, table: ObjectRef, facts: FactsBuilder, form: IndexForm): void {
  takesIf(cursor, facts);
  const named = cursor.token()?.kind === "name" || !notNames.has(cursor.upper()) ? cursor.name() : undefined;
  while (!cursor.done && !cursor.is("(")) cursor.at++;
  const parts = keyParts(cursor, table, facts, undefined);
  const name = (named ?? form.symbol)?.name;
  const ref = belonging("index", table, name ?? parts.columns[0] ?? "functional_index");
  facts.defines.push(indexRef(name === undefined ? { ...ref, implicit: true } : ref, parts, form));
}

/** An index with the columns that it makes unique, or that it only orders. */
export function indexRef(ref: ObjectRef, parts: KeyParts, form: { readonly unique: boolean; readonly special?: boolean }): ObjectRef {
  if (!parts.whole || form.special === true) return ref;
  return form.unique ? { ...ref, unique: parts.columns } : { ...ref, indexed: parts.columns };
}

export interface KeyParts {
  /** In lower case. */
  readonly columns: readonly string[];
  /** No part is an expression or a prefix of a column. */
  readonly whole: boolean;
}

/** `(a, b(10) DESC, (lower(c)))`: uses the columns. */
export function keyParts(cursor: Cursor, table: ObjectRef, facts: FactsBuilder, dependent: ObjectRef | undefined): KeyParts {
  const columns: string[] = [];
  let whole = true;
  const inside = cursor.group();
  facts.dependingOn(dependent, () => {
    for (const part of inside?.list() ?? []) {
      const expression = part.group();
      if (expression !== undefined) {
        whole = false;
        walkExpression(expression, facts, tableScope(table));
        continue;
      }
      const name = part.name();
      if (name === undefined) continue;
      if (part.is("(")) whole = false;
      if (part.is("WITHOUT", "OVERLAPS")) continue;
      columns.push(name.name.toLowerCase());
      facts.use(columnOf(table, name.name), name);
    }
  });
  return { columns, whole };
}

function foreignKey(cursor: Cursor, table: ObjectRef, facts: FactsBuilder, symbol: Name | undefined): void {
  takesIf(cursor, facts);
  const named = cursor.is("(") ? undefined : cursor.name();
  const given = (symbol ?? named)?.name;
  const ref = belonging("constraint", table, given ?? `${table.name}_ibfk_1`);
  const { columns } = keyParts(cursor, table, facts, ref);
  facts.defines.push({ ...ref, indexed: columns, ...(given === undefined && { implicit: true }) });
  if (cursor.take("REFERENCES")) references(cursor, table, ref, facts);
}

/** What follows REFERENCES: the target with its columns, and the actions. */
export function references(cursor: Cursor, table: ObjectRef, constraint: ObjectRef, facts: FactsBuilder): void {
  const name = cursor.dotted();
  if (name === undefined) return;
  const target = relation("table", name, facts);
  const columns = cursor.group()?.list().flatMap((part) => part.name() ?? []) ?? [];
  const self = target.name === table.name && target.schema === table.schema;
  const soft = !facts.state.foreignKeyChecks;
  facts.dependingOn(constraint, () => {
    facts.use(target, name, { soft, ...(!self && !soft && { needsUniqueOn: columns.map((column) => column.name.toLowerCase()) }) });
    for (const column of columns) facts.use(columnOf(target, column.name), column, { soft });
  });
  for (;;) {
    if (cursor.take("MATCH")) cursor.at++;
    else if (cursor.take("ON", "DELETE") || cursor.take("ON", "UPDATE")) {
      if (!cursor.take("SET", "NULL") && !cursor.take("SET", "DEFAULT") && !cursor.take("NO", "ACTION")) cursor.at++;
    } else return;
  }
}

/** `CHECK (expression) [[NOT] ENFORCED]`. One that reads several columns stands in the way when one of them is dropped. */
export function checkConstraint(cursor: Cursor, table: ObjectRef, facts: FactsBuilder, symbol: Name | undefined): void {
  const ref = belonging("constraint", table, symbol?.name ?? `${table.name}_chk_1`);
  facts.defines.push(symbol === undefined ? { ...ref, implicit: true } : ref);
  const inside = cursor.group();
  if (inside !== undefined) {
    const before = facts.uses.length;
    walkExpression(inside, facts, tableScope(table));
    const found = facts.uses.slice(before);
    if (new Set(found.map((use) => use.name)).size > 1 && !facts.soft) facts.uses.splice(before, found.length, ...found.map((use) => ({ ...use, by: ref })));
  }
  if (!cursor.take("NOT", "ENFORCED")) cursor.take("ENFORCED");
}
