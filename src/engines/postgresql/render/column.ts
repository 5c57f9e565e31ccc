import type { ColumnObject, ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { commentParts } from "./comment.ts";
import { identifier, objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

/** What surrounds a column: its table's key, whether its default must be set on its own, and the parent's column of the same name. */
export interface ColumnContext {
  readonly table: TableObject;
  /** Everything is to be created: what CREATE TABLE says needs no parts of its own. */
  readonly whole: boolean;
  readonly separateDefaults: ReadonlySet<string>;
  readonly parent?: { readonly table: TableObject; readonly column: ColumnObject; readonly link: string };
}

export function columnKey(table: TableObject, column: string): string {
  return `column ${qualified(table)}.${column}`;
}

/** A column and its facets: default, NOT NULL, identity, storage, compression, statistics, comment. */
export function columnParts(context: ColumnContext, column: ColumnObject): Part[] {
  const { table } = context;
  if (context.whole && isSaidByTable(table, column)) return [];
  const key = columnKey(table, column.name);
  const tableKey = `table ${qualified(table)}`;
  const alter = `ALTER ${table.form === "foreign" ? "FOREIGN TABLE" : "TABLE"} ONLY ${objectName(table)}`;
  const name = identifier(column.name);
  const facet: Facet = (suffix, part) => ({
    key: `${key}#${suffix}`,
    object: key,
    needs: [key],
    text: "",
    within: [key, tableKey],
    ...part,
  });
  const text = columnDefinition({ ...column, notNull: false }, { withDefault: false });
  const parts: Part[] = [
    {
      key,
      object: key,
      family: "column",
      needs: [tableKey, ...(column.inherited === true && context.parent !== undefined ? [columnKey(context.parent.table, column.name)] : [])],
      text: column.generated === undefined ? typeText(column) : text,
      ...(column.generated === undefined ? {} : { table: qualified(table) }),
      within: [tableKey],
      inline: tableKey,
      state: `${typeText(column)}${generatedText(column)}`,
      create: [`ALTER ${table.form === "foreign" ? "FOREIGN TABLE" : "TABLE"} ${objectName(table)} ADD COLUMN ${columnDefinition({ ...column, notNull: false }, { withDefault: !context.separateDefaults.has(key), identity: "byDefault" })}`],
      drop: [`ALTER ${table.form === "foreign" ? "FOREIGN TABLE" : "TABLE"} ${objectName(table)} DROP COLUMN ${name}`],
      ...(column.generated === undefined ? { holdsData: true, type: column.type } : {}),
      ...(column.identity?.always === true ? { afterRows: [`${alter} ALTER COLUMN ${name} SET GENERATED ALWAYS`] } : {}),
      ...(column.inherited === true ? inheritedFrom(context, "") : {}),
    },
  ];
  parts.push(...defaultParts(context, column, facet, `${alter} ALTER COLUMN ${name}`));
  if (column.notNull) parts.push(facet("notNull", notNullPart(context, column)));
  if (column.identity !== undefined) {
    const { always, options } = column.identity;
    parts.push(facet("identity", { family: "identity", needs: [key, `${key}#notNull`], state: identityText(column), create: [`${alter} ALTER COLUMN ${name} ADD GENERATED ${always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${optionText(options)}`], drop: [`${alter} ALTER COLUMN ${name} DROP IDENTITY`], inline: key, survivesRetype: true }));
  }
  const setting = (what: string, value: string, reset: string): Part => facet(what.toLowerCase(), { family: "setting", state: value, create: [`${alter} ALTER COLUMN ${name} SET ${what} ${value}`], drop: [`${alter} ALTER COLUMN ${name} SET ${what} ${reset}`] });
  if (column.storage !== undefined) parts.push(setting("STORAGE", column.storage.toUpperCase(), usualStorage(column.type)));
  if (column.compression !== undefined) parts.push(setting("COMPRESSION", column.compression, "default"));
  if (column.statistics !== undefined) parts.push(setting("STATISTICS", String(column.statistics), "-1"));
  parts.push(...commentParts(key, `COLUMN ${objectName(table)}.${name}`, column.comment, [tableKey]));
  return parts;
}

type Facet = (suffix: string, part: Pick<Part, "family" | "state" | "create" | "drop"> & Partial<Part>) => Part;

/** A default; where a parent table would bring one that the column does not have, the statement that takes it away. */
function defaultParts(context: ColumnContext, column: ColumnObject, facet: Facet, action: string): Part[] {
  const key = columnKey(context.table, column.name);
  const parent = column.inherited === true ? context.parent?.column : undefined;
  const listedByParent = isListedByParent(context.table, column);
  if (column.default === undefined) {
    if (parent?.default === undefined) return [];
    return [facet("default", { family: "default", state: "none", create: [`${action} DROP DEFAULT`], drop: [], ...(listedByParent ? {} : { inline: key }) })];
  }
  const separate = context.separateDefaults.has(key) || (listedByParent && parent?.default !== column.default);
  return [
    facet("default", {
      family: "default",
      text: column.default,
      state: column.default,
      create: [`${action} SET DEFAULT ${column.default}`],
      drop: [`${action} DROP DEFAULT`],
      ...(separate ? {} : { inline: key }),
      ...(parent?.default === column.default ? inheritedFrom(context, "#default") : {}),
    }),
  ];
}

/** The text of a column inside CREATE TABLE or after ADD COLUMN. */
export function columnDefinition(column: ColumnObject, options: { readonly withDefault: boolean; readonly identity?: "byDefault"; readonly notNull?: string }): string {
  const fallback = column.default !== undefined && options.withDefault ? ` DEFAULT ${column.default}` : "";
  const identity = column.identity === undefined ? "" : options.identity === "byDefault" ? ` ${identityText({ ...column, identity: { ...column.identity, always: false } })}` : ` ${identityText(column)}`;
  const notNull = options.notNull ?? (column.notNull ? " NOT NULL" : "");
  return `${identifier(column.name)} ${typeText(column)}${generatedText(column)}${fallback}${identity}${notNull}`;
}

/** True where CREATE TABLE leaves the column out, since INHERITS brings it. */
export function isListedByParent(table: TableObject, column: ColumnObject): boolean {
  return column.inherited === true && table.inherits.length > 0;
}

/** True where CREATE TABLE says all there is to say about the column, whatever the order of the script. */
function isSaidByTable(table: TableObject, column: ColumnObject): boolean {
  const { comment, compression, default: fallback, generated, inherited, statistics, storage } = column;
  const facets = comment ?? compression ?? generated ?? statistics ?? storage;
  const callsRoutine = fallback !== undefined && /[\w"]\.[^\s(]+\(/.test(fallback);
  return facets === undefined && inherited !== true && !callsRoutine && notNullConstraint(table, column.name)?.validated !== false;
}

/** A column's NOT NULL constraint that has a name of its own (PostgreSQL 18). */
export function notNullConstraint(table: TableObject, column: string): ConstraintObject | undefined {
  return table.constraints.find((item) => item.form === "notNull" && item.columns[0] === column);
}

export function typeText(column: ColumnObject): string {
  return `${column.type}${column.collation === undefined ? "" : ` COLLATE ${column.collation}`}`;
}

function notNullPart(context: ColumnContext, column: ColumnObject): Pick<Part, "family" | "state" | "create" | "drop"> & Partial<Part> {
  const { table } = context;
  const tableKey = `table ${qualified(table)}`;
  const kind = table.form === "foreign" ? "FOREIGN TABLE" : "TABLE";
  const action = `ALTER ${kind} ${objectName(table)} ALTER COLUMN ${identifier(column.name)}`;
  const named = notNullConstraint(table, column.name);
  const create = named === undefined ? `${action} SET NOT NULL` : `ALTER ${kind} ${objectName(table)} ADD CONSTRAINT ${identifier(named.name)} ${named.definition}`;
  return {
    family: "notNull",
    state: named === undefined ? "" : `${named.name} ${named.definition}`,
    create: [create],
    drop: [`${action} DROP NOT NULL`],
    ...(isListedByParent(table, column) || named?.validated === false ? {} : { inline: tableKey }),
    ...(context.parent?.column.notNull === true ? inheritedFrom(context, "#notNull") : {}),
    survivesRetype: true,
  };
}

function inheritedFrom({ parent }: ColumnContext, facet: string): Pick<Part, "inherited"> {
  if (parent === undefined) return {};
  return { inherited: { link: parent.link, from: `${columnKey(parent.table, parent.column.name)}${facet}`, follows: true } };
}

function generatedText(column: ColumnObject): string {
  if (column.generated === undefined) return "";
  return ` GENERATED ALWAYS AS (${column.generated.expression})${column.generated.stored ? " STORED" : " VIRTUAL"}`;
}

function identityText(column: ColumnObject): string {
  if (column.identity === undefined) return "";
  return `GENERATED ${column.identity.always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${optionText(column.identity.options)}`;
}

function optionText(options: string): string {
  return options === "" ? "" : ` (${options})`;
}

/** The storage that a type has unless told otherwise; only types of variable length can have another. */
function usualStorage(type: string): string {
  return /^(numeric|inet|cidr)\b/.test(type) ? "MAIN" : "EXTENDED";
}
