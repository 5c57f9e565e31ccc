import type { ColumnObject, ConstraintObject, IndexObject, TableObject } from "../../../core/catalog/catalog.ts";
import { withoutOption } from "../catalog/options.ts";
import { textLiteral } from "../catalog/texts.ts";
import type { Flavour } from "../flavourName.ts";
import { quoteName } from "../quote.ts";
import { isColumnCheck, ownChecks, renderColumn } from "../render/column.ts";
import { optionWords, renderConstraint, renderKey } from "../render/table.ts";
import { byFold, commonColumns, fold, same, sameConstraint, sameIndex, wholeColumn } from "./compare.ts";
import { mentions } from "./mentions.ts";
import { canCarry, keepsAll } from "./types.ts";

export interface Altered {
  /** Everything in one statement: the server checks the outcome alone, so that keys, AUTO_INCREMENT and generated columns need no order. */
  readonly sql: string;
  readonly destroys: boolean;
}

/** ALTER TABLE from one state to another, foreign keys and triggers left out; null where there is nothing to do. */
export function alterTable(before: TableObject, after: TableObject, flavour: Flavour, remadeIndexes: ReadonlySet<string> = new Set()): Altered | null {
  const replaced = replacedColumns(before, after, flavour);
  const touched = (item: IndexObject | ConstraintObject): boolean => remadeIndexes.has(fold(item.name)) || [...replaced].some((column) => mentions(item, column, flavour));
  const common = commonColumns(before, after).filter((pair) => !replaced.has(fold(pair.after.name)));
  const [old, now] = [byFold(before.columns), byFold(after.columns)];
  const gone = before.columns.filter((column) => !now.has(fold(column.name)) || replaced.has(fold(column.name)));
  const fresh = after.columns.filter((column) => !old.has(fold(column.name)) || replaced.has(fold(column.name)));
  const modified = common.filter((pair) => !same(wholeColumn(before, pair.before), wholeColumn(after, pair.after)));
  const indexes = replacements(before.indexes, after.indexes, (a, b) => sameIndex(a, b) && !touched(b));
  const checks = replacements(namedChecks(before), namedChecks(after), (a, b) => sameConstraint(a, b) && !touched(b));
  const keys = replacements(primaryKey(before), primaryKey(after), (a, b) => sameConstraint(a, b) && !touched(b));
  const define = (column: ColumnObject): string => renderColumn(column, flavour, ownChecks(after, column.name));
  const clauses = [
    ...indexes.gone.map((index) => `DROP INDEX ${quoteName(index.name)}`),
    ...keys.gone.map(() => "DROP PRIMARY KEY"),
    ...checks.gone.map((check) => `DROP CONSTRAINT ${quoteName(check.name)}`),
    ...gone.map((column) => `DROP COLUMN ${quoteName(column.name)}`),
    ...modified.map((pair) => (pair.before.name === pair.after.name ? `MODIFY COLUMN ${define(pair.after)}` : `CHANGE COLUMN ${quoteName(pair.before.name)} ${define(pair.after)}`)),
    ...fresh.map((column) => `ADD COLUMN ${define(column)}`),
    ...keys.fresh.map((key) => `ADD ${key.definition}`),
    ...indexes.fresh.map((index) => `ADD ${renderKey(index, after.name)}`),
    ...checks.fresh.map((check) => `ADD ${renderConstraint(check)}`),
    ...versioning(before, after),
    ...options(before, after),
  ];
  const partitions = before.partitionKey === after.partitionKey ? "" : after.partitionKey === undefined ? " REMOVE PARTITIONING" : ` PARTITION BY ${after.partitionKey}`;
  if (clauses.length === 0 && partitions === "") return null;
  const loses = gone.some((column) => column.generated === undefined) || modified.some((pair) => pair.after.generated === undefined && !keepsAll(pair.before, pair.after));
  return { sql: `ALTER TABLE ${quoteName(after.name)}${clauses.map((clause) => `\n  ${clause}`).join(",")}${partitions}`, destroys: loses || (before.options["systemVersioning"] !== undefined && after.options["systemVersioning"] === undefined) };
}

/** Columns that no MODIFY can turn into what they become, and generated columns that are computed from them. */
export function replacedColumns(before: TableObject, after: TableObject, flavour: Flavour): Set<string> {
  const replaced = new Set<string>();
  const pairs = commonColumns(before, after);
  for (const pair of pairs) if (!changesInPlace(pair.before, pair.after, flavour)) replaced.add(fold(pair.after.name));
  const lost = new Set(before.columns.map((column) => fold(column.name)).filter((name) => !pairs.some((pair) => fold(pair.before.name) === name)));
  for (let size = -1; size !== replaced.size; ) {
    size = replaced.size;
    for (const pair of pairs) {
      const computed = [pair.before.generated?.expression, pair.before.default].filter((text) => text !== undefined).join(" ");
      if ([...replaced, ...lost].some((name) => name !== fold(pair.before.name) && computed.includes(quoteName(name)))) {
        if (pair.before.generated !== undefined) replaced.add(fold(pair.after.name));
      }
    }
  }
  return replaced;
}

function changesInPlace(before: ColumnObject, after: ColumnObject, flavour: Flavour): boolean {
  const kind = (column: ColumnObject): string => (column.generated === undefined ? "plain" : column.generated.stored ? "stored" : "virtual");
  if (kind(before) !== kind(after)) return false;
  if (before.generated !== undefined) return flavour === "mysql" ? same(before.generated, after.generated) : same({ ...before, comment: undefined }, { ...after, comment: undefined });
  return canCarry(before, after);
}

interface Replacements<Item> {
  readonly gone: readonly Item[];
  readonly fresh: readonly Item[];
}

function replacements<Item extends { readonly name: string }>(before: readonly Item[], after: readonly Item[], stays: (a: Item, b: Item) => boolean): Replacements<Item> {
  const [old, now] = [byFold(before), byFold(after)];
  const staying = (a: Item | undefined, b: Item | undefined): boolean => a !== undefined && b !== undefined && stays(a, b);
  return { gone: before.filter((item) => !staying(item, now.get(fold(item.name)))), fresh: after.filter((item) => !staying(old.get(fold(item.name)), item)) };
}

function namedChecks(table: TableObject): ConstraintObject[] {
  return table.constraints.filter((constraint) => constraint.form === "check" && !isColumnCheck(constraint));
}

function primaryKey(table: TableObject): ConstraintObject[] {
  return table.constraints.filter((constraint) => constraint.form === "primaryKey");
}

function versioning(before: TableObject, after: TableObject): string[] {
  const [was, is] = [before.options["systemVersioning"] !== undefined, after.options["systemVersioning"] !== undefined];
  return was === is ? [] : [is ? "ADD SYSTEM VERSIONING" : "DROP SYSTEM VERSIONING"];
}

function options(before: TableObject, after: TableObject): string[] {
  const special = new Set(["systemVersioning", "periods"]);
  const changed = Object.entries(after.options).filter(([name, value]) => before.options[name] !== value);
  const gone = Object.keys(before.options).filter((name) => after.options[name] === undefined && !special.has(name)).sort();
  const comment = before.comment === after.comment ? [] : [`COMMENT=${textLiteral(after.comment ?? "")}`];
  return [...optionWords(Object.fromEntries(changed)), ...gone.map(withoutOption), ...comment];
}
