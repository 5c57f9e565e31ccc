import type { ColumnObject, ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import type { Draft } from "./draft.ts";
import { plainName } from "../quote.ts";
import { renderColumn, renderConstraint } from "../render.ts";
import { sameTable, tableKeys } from "./compare.ts";

/** True where ALTER TABLE ADD COLUMN alone turns one table into the other (https://sqlite.org/lang_altertable.html, section 5). */
export function addsOnlyColumns(before: TableObject, after: TableObject): boolean {
  const fresh = after.columns.slice(before.columns.length);
  if (fresh.length === 0 || before.options["definition"] !== undefined || after.options["definition"] !== undefined) return false;
  const brought = after.constraints.filter((constraint) => broughtBy(constraint, fresh));
  const rest: TableObject = { ...after, columns: after.columns.slice(0, before.columns.length), constraints: after.constraints.filter((constraint) => !brought.includes(constraint)) };
  const sameOrder = before.columns.every((column, at) => column.name === after.columns[at]?.name);
  return sameOrder && sameTable(before, rest) && fresh.every((column) => allowed(column, brought));
}

/** One ALTER TABLE per column that is new. */
export function addColumns(before: TableObject, after: TableObject): Draft[] {
  const known = new Set(tableKeys(before));
  return after.columns.slice(before.columns.length).map((column) => {
    const own = after.constraints.filter((constraint) => broughtBy(constraint, [column]));
    const clauses = own.map(inline).join("");
    const keys = [`column ${after.name}.${column.name}`, ...own.map((constraint) => `constraint ${after.name}.${constraint.name}`)];
    return { sql: `ALTER TABLE ${plainName(after.name)} ADD COLUMN ${renderColumn(column)}${clauses}`, objects: keys.filter((key) => !known.has(key)) };
  });
}

/** A foreign key or check of the new column alone can stand in its definition. */
function broughtBy(constraint: ConstraintObject, fresh: readonly ColumnObject[]): boolean {
  return (constraint.form === "foreignKey" || constraint.form === "check") && constraint.columns.length === 1 && fresh.some((column) => column.name === constraint.columns[0]);
}

function inline(constraint: ConstraintObject): string {
  return ` ${renderConstraint(constraint).replace(/^((?:CONSTRAINT (?:"(?:[^"]|"")*"|\S+) )?)FOREIGN KEY \((?:"(?:[^"]|"")*"|[^)"]+)\) /, "$1")}`;
}

function allowed(column: ColumnObject, brought: readonly ConstraintObject[]): boolean {
  const constant = column.default === undefined || !/^(\(|CURRENT_)/.test(column.default);
  const empty = column.default === undefined || column.default === "NULL";
  const refers = brought.some((constraint) => constraint.form === "foreignKey" && constraint.columns[0] === column.name);
  return constant && column.generated?.stored !== true && !(column.notNull && empty && column.generated === undefined) && !(refers && !empty);
}
