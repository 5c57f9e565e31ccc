import type { Catalog, ColumnObject, TableObject, TypeObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { identifier, objectName } from "../render/identifier.ts";
import { columnKey, typeText } from "../render/column.ts";
import { isText } from "./castable.ts";
import type { Scope } from "./scope.ts";

/** The statement that gives columns of one table their new types, in one rewrite. */
export function retypeStatement(scope: Scope, table: TableObject, columns: readonly ColumnObject[]): { readonly sql: string; readonly destroys: boolean } {
  const old = scope.from.tables.find((item) => item.schema === table.schema && item.name === table.name)!;
  const actions = columns.map((column) => {
    const before = old.columns.find((item) => item.name === column.name)!;
    const expression = conversion(scope, before, column);
    return `ALTER COLUMN ${identifier(column.name)} TYPE ${typeText(column)}${expression === undefined ? "" : ` USING ${expression}`}`;
  });
  const kind = table.form === "foreign" ? "FOREIGN TABLE" : "TABLE";
  const destroys = columns.some((column) => loses(scope, old.columns.find((item) => item.name === column.name)!, column));
  return { sql: `ALTER ${kind} ${objectName(table)} ${actions.join(", ")}`, destroys };
}

/** The columns of a table that get their types by a statement of their own: not those that follow a parent's. */
export function retypedColumns(scope: Scope, table: TableObject): ColumnObject[] {
  return table.columns.filter((column) => {
    const key = columnKey(table, column.name);
    if (!scope.retyped.has(key)) return false;
    const inherited = scope.will.parts.get(key)?.inherited;
    return inherited === undefined || !scope.retyped.has(inherited.from) || scope.created.has(inherited.link);
  });
}

/** How the old values become the new type's; undefined where assignment does it and refuses what does not fit. */
function conversion(scope: Scope, before: ColumnObject, after: ColumnObject): string | undefined {
  const name = identifier(before.name);
  if (isText(before.type) && isText(after.type)) return undefined;
  if (before.type === after.type && !isUserType(after.type)) return undefined;
  const composite = compositeOf(scope.from, before.type);
  const target = compositeOf(scope.to, after.type);
  if (composite !== undefined && target !== undefined) return rowConversion(name, composite, target, after.type);
  if (before.type.endsWith("[]") !== after.type.endsWith("[]")) return `${name}::text::${after.type}`;
  if (isUserType(before.type) || isUserType(after.type)) return after.type.endsWith("[]") ? `${name}::text[]::${after.type}` : `${name}::text::${after.type}`;
  return `${name}::${after.type}`;
}

function rowConversion(name: string, before: TypeObject, after: TypeObject, type: string): string {
  const values = (after.attributes ?? []).map((attribute) => {
    const old = before.attributes?.find((item) => item.name === attribute.name);
    return old === undefined ? `NULL::${attribute.type}` : `(${name}).${identifier(attribute.name)}::text::${attribute.type}`;
  });
  return `CASE WHEN ${name} IS NULL THEN NULL ELSE ROW(${values.join(", ")})::${type} END`;
}

function compositeOf(catalog: Catalog, type: string): TypeObject | undefined {
  return catalog.types.find((item) => item.form === "composite" && objectName(item) === type);
}

/** Types of people's own, and of extensions, stand with their schema. */
function isUserType(type: string): boolean {
  return type.includes(".");
}

const WIDTHS = ["smallint", "integer", "bigint", "numeric"];

/** False only where every old value surely survives, or is refused rather than cut. */
function loses(scope: Scope, before: ColumnObject, after: ColumnObject): boolean {
  if (before.type === after.type) return isUserType(after.type) && !valuesSurvive(scope, before.type);
  if (after.type === "text" || after.type === "character varying" || (isText(before.type) && isText(after.type))) return false;
  const [from, to] = [WIDTHS.indexOf(before.type), WIDTHS.indexOf(after.type)];
  if (from >= 0 && to > from) return false;
  if (before.type === "real" && after.type === "double precision") return false;
  return true;
}

function valuesSurvive(scope: Scope, type: string): boolean {
  const find = (catalog: Catalog): TypeObject | undefined => catalog.types.find((item) => objectName(item) === type.replace(/\[\]$/, ""));
  const [old, next] = [find(scope.from), find(scope.to)];
  if (old?.form === "enum" && next?.form === "enum") return true;
  return old === undefined || next === undefined ? true : qualified(old) === qualified(next) && (old.attributes ?? []).every((item) => next.attributes?.some((other) => other.name === item.name && other.type === item.type));
}
