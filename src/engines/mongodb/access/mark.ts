import { type MarkKind, markOfColumn } from "../../../core/access/markNames.ts";
import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { valueOfJson } from "../bson/read.ts";
import { docIn, isDoc, type Doc, type Value } from "../bson/value.ts";
import { typeName } from "../bson/write.ts";
import { validatorSchema, type ValidatorSchema } from "../validatorSchema.ts";
import type { Memo } from "./memo.ts";
import { kindOf, scopesOf } from "./scope.ts";

/** The field that says whose a document is. */
export interface Mark {
  readonly field: string;
  readonly kind: MarkKind;
  /** "string", "objectId", "int": of its values. */
  readonly type: string;
}

/** By the views that stand before the collection, else by the names of its fields: a tenant's before an owner's. Undefined where nothing says so. */
export function markOf(collection: string, catalog: Catalog, memo: Memo): Mark | undefined {
  const scope = scopesOf(catalog).find(({ base }) => base === collection);
  const table = catalog.tables.find(({ name }) => name === collection);
  if (table === undefined) return undefined;
  const field = scope?.field ?? named(fieldsOf(table, memo), "tenant") ?? named(fieldsOf(table, memo), "owner");
  return field === undefined ? undefined : markIn(table, field, memo, scope?.value);
}

export function markIn(table: TableObject, field: string, memo: Memo, sample?: Value): Mark {
  const said = docIn(schemaOf(table).properties, field).get("bsonType");
  const told = Array.isArray(said) ? (said as readonly Value[]).find((one) => one !== "null") : said;
  const type = memo.shapes.get(table.name)?.get(field) ?? (sample === undefined ? undefined : typeName(sample)) ?? (typeof told === "string" ? told : "string");
  return { field, kind: kindOf(field), type };
}

/** Names of fields as far as the validator, the indexes and the documents that were looked at tell them. */
export function fieldsOf(table: TableObject, memo: Memo): string[] {
  const validator = validatorOf(table);
  return [...new Set([...schemaOf(table).properties.keys(), ...[...validator.keys()].filter((name) => !name.startsWith("$")), ...table.indexes.flatMap(({ columns }) => columns), ...(memo.shapes.get(table.name)?.keys() ?? [])])].filter((name) => !name.includes("."));
}

export function named(fields: readonly string[], kind: MarkKind): string | undefined {
  return fields.find((name) => markOfColumn(name) === kind);
}

export function validatorOf({ options }: Pick<TableObject, "options">): Doc {
  const read = options["validator"] === undefined ? undefined : valueOfJson(JSON.parse(options["validator"]));
  return isDoc(read) ? read : new Map<string, Value>();
}

/** What the collection's validator says of its fields. */
export function schemaOf(table: Pick<TableObject, "options">): ValidatorSchema {
  return validatorSchema(validatorOf(table));
}
