import type { ConstraintObject, IndexObject, TableObject } from "../../../core/catalog/catalog.ts";
import { textLiteral } from "../catalog/texts.ts";
import type { Flavour } from "../flavourName.ts";
import { quoteName } from "../quote.ts";
import { byName } from "./names.ts";
import { isColumnCheck, ownChecks, renderColumn } from "./column.ts";

/** CREATE TABLE with its indexes; foreign keys where they are wanted. */
export function renderTable(table: TableObject, flavour: Flavour, with_: { readonly foreignKeys: boolean; readonly name?: string }): string {
  const lines = [
    ...table.columns.map((column) => renderColumn(column, flavour, ownChecks(table, column.name))),
    ...byName(table.constraints).filter((constraint) => constraint.form === "primaryKey").map((constraint) => constraint.definition),
    ...byName(table.indexes).map((index) => renderKey(index, table.name)),
    ...(table.options["periods"] === undefined ? [] : [table.options["periods"]]),
    ...byName(table.constraints).filter((constraint) => constraint.form === "check" && !isColumnCheck(constraint)).map(renderConstraint),
    ...(with_.foreignKeys ? byName(table.constraints).filter((constraint) => constraint.form === "foreignKey").map(renderConstraint) : []),
  ];
  const partitions = table.partitionKey === undefined ? "" : `\nPARTITION BY ${table.partitionKey}`;
  return `CREATE TABLE ${quoteName(with_.name ?? table.name)} (\n${lines.map((line) => `  ${line}`).join(",\n")}\n) ${tableOptions(table)}${partitions}`;
}

export function renderConstraint(constraint: ConstraintObject): string {
  return `CONSTRAINT ${quoteName(constraint.name)} ${constraint.definition}`;
}

/** An index as a table's definition and ALTER TABLE … ADD write it: "UNIQUE KEY `name` (`a`)". */
export function renderKey(index: IndexObject, table: string): string {
  const on = ` ON ${quoteName(table)} `;
  const head = `INDEX ${quoteName(index.name)}${on}`;
  const at = index.definition.indexOf(head);
  const kind = index.definition.slice("CREATE ".length, at);
  return `${kind}KEY ${quoteName(index.name)} ${index.definition.slice(at + head.length)}`;
}

const notWords = new Set(["systemVersioning", "periods"]);

/** "ENGINE=InnoDB COLLATE=… ROW_FORMAT=… COMMENT='…' WITH SYSTEM VERSIONING". */
export function tableOptions(table: TableObject): string {
  const words = optionWords(table.options);
  if (table.comment !== undefined) words.push(`COMMENT=${textLiteral(table.comment)}`);
  if (table.options["systemVersioning"] !== undefined) words.push("WITH SYSTEM VERSIONING");
  return words.join(" ");
}

export function optionWords(options: Readonly<Record<string, string>>): string[] {
  const order = (name: string): string => (name === "engine" ? "0" : name === "collate" ? "1" : `2${name}`);
  return Object.entries(options)
    .filter(([name]) => !notWords.has(name))
    .sort(([a], [b]) => (order(a) < order(b) ? -1 : 1))
    .map(([name, value]) => `${name.startsWith("`") ? name : name.toUpperCase()}=${value}`);
}
