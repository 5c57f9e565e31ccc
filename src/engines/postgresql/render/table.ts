import type { ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { columnDefinition, columnKey, columnParts, isListedByParent, notNullConstraint, typeText } from "./column.ts";
import { commentParts } from "./comment.ts";
import { constraintParts } from "./constraint.ts";
import { grantParts } from "./grant.ts";
import { identifier, objectName } from "./identifier.ts";
import { tableIndexParts } from "./indexes.ts";
import { linkParts, parentOf, parentsOf, type Tables } from "./link.ts";
import type { Part } from "./part.ts";
import { policyParts, rowSecurityParts } from "./policy.ts";
import { createOptions, optionParts, replicaIdentityParts } from "./tableOptions.ts";
import { triggerParts } from "./trigger.ts";

export interface PartOptions {
  /** Everything is to be created, nothing compared: fewer parts do. */
  readonly whole: boolean;
  /** Keys of columns whose default must be set by a statement of its own. */
  readonly separateDefaults: ReadonlySet<string>;
}

/** A table with everything that hangs on it. */
export function tableParts(table: TableObject, tables: Tables, options: PartOptions): Part[] {
  const { separateDefaults, whole } = options;
  const key = `table ${qualified(table)}`;
  const name = objectName(table);
  const kind = table.form === "foreign" ? "FOREIGN TABLE" : "TABLE";
  const create = createTable(table, separateDefaults);
  return [
    {
      key,
      object: key,
      family: "table",
      needs: [`schema ${table.schema}`, ...parentsOf(table).map((parent) => `table ${parent.schema}.${parent.table}`), ...(table.options["server"] === undefined ? [] : [`server ${table.options["server"]}`])],
      text: whole ? create : (table.options["ofType"] ?? ""),
      state: `${table.form} ${table.partitionKey ?? ""}`,
      create: [create],
      drop: [`DROP ${kind} ${name}`],
      holdsData: true,
    },
    ...table.columns.flatMap((column) => {
      const parent = parentOf(table, tables, (item) => item.columns.find((other) => other.name === column.name));
      return columnParts({ table, whole, separateDefaults, ...(parent === undefined ? {} : { parent: { table: parent.table, column: parent.found, link: parent.link } }) }, column);
    }),
    ...linkParts(table),
    ...constraintParts(table, tables),
    ...tableIndexParts(table, tables),
    ...triggerParts(table, key),
    ...policyParts(table),
    ...rowSecurityParts(table),
    ...replicaIdentityParts(table),
    ...optionParts(table),
    ...commentParts(key, `${kind} ${name}`, table.comment),
    ...grantParts(key, `TABLE ${name}`, table),
  ];
}

function createTable(table: TableObject, separateDefaults: ReadonlySet<string>): string {
  const columns = table.columns.filter((column) => !isListedByParent(table, column)).map((column) => `\n    ${columnText(table, column, separateDefaults)}`);
  const words = table.form === "foreign" ? "FOREIGN TABLE" : table.persistence === "unlogged" ? "UNLOGGED TABLE" : "TABLE";
  const inherits = table.inherits.length === 0 ? "" : `\nINHERITS (${table.inherits.map((parent) => objectName({ schema: parent.schema, name: parent.table })).join(", ")})`;
  const partition = table.partitionKey === undefined ? "" : `\nPARTITION BY ${table.partitionKey}`;
  const { ofType } = table.options;
  if (ofType !== undefined) return `CREATE ${words} ${objectName(table)} OF ${ofType}${typedColumns(table, separateDefaults)}${partition}${createOptions(table)}`;
  return `CREATE ${words} ${objectName(table)} (${columns.join(",")}\n)${inherits}${partition}${createOptions(table)}`;
}

/** The columns of a typed table come from its type; only what they have beside the type is said. */
function typedColumns(table: TableObject, separateDefaults: ReadonlySet<string>): string {
  const texts = table.columns.flatMap((column) => {
    const plain = `${identifier(column.name)} ${typeText(column)}`;
    const options = columnText(table, column, separateDefaults).slice(plain.length);
    return options === "" ? [] : [`\n    ${identifier(column.name)} WITH OPTIONS${options}`];
  });
  return texts.length === 0 ? "" : ` (${texts.join(",")}\n)`;
}

function columnText(table: TableObject, column: ColumnObject, separateDefaults: ReadonlySet<string>): string {
  const named = notNullConstraint(table, column.name);
  const own = named !== undefined && (named.name !== `${table.name}_${column.name}_not_null` || named.definition.endsWith(" NO INHERIT"));
  return columnDefinition(column, {
    withDefault: !separateDefaults.has(columnKey(table, column.name)),
    ...(named?.validated === false ? { notNull: "" } : own && column.notNull ? { notNull: ` CONSTRAINT ${identifier(named.name)} NOT NULL${noInherit(named.definition)}` } : {}),
  });
}

function noInherit(definition: string): string {
  return definition.endsWith(" NO INHERIT") ? " NO INHERIT" : "";
}
