import { Double, Long, ObjectId } from "mongodb";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import { docIn, isDoc, numberOf, type Doc, type Value } from "../bson/value.ts";
import { schemaOf } from "./mark.ts";

/** A document with an _id of its own, the fields that are decided, and whatever the validator's $jsonSchema demands. */
export function documentFor(table: TableObject, decided: ReadonlyMap<string, Value>): Doc {
  const { properties, required } = schemaOf(table);
  const made = new Map(required.map((name) => [name, valueFor(docIn(properties, name))]));
  const id = docIn(properties, "_id");
  const document = new Map<string, Value>([...made, ["_id", id.size === 0 ? new ObjectId() : valueFor(id)]]);
  for (const [name, value] of decided) {
    if (value === undefined) document.delete(name);
    else document.set(name, value);
  }
  return document;
}

function madeFrom(schema: Doc): Map<string, Value> {
  const names = listIn(schema, "required").filter((name): name is string => typeof name === "string");
  const properties = docIn(schema, "properties");
  return new Map(names.map((name) => [name, valueFor(docIn(properties, name))]));
}

/** A value that such a schema takes, as far as its type, its list of values and its bounds say. */
function valueFor(schema: Doc): Value {
  const [first] = listIn(schema, "enum");
  if (first !== undefined) return first;
  const type = schema.get("bsonType") ?? schema.get("type");
  const least = numberOf(schema.get("minimum")) ?? 1;
  switch (Array.isArray(type) ? (type as readonly Value[]).find((one) => one !== "null") : type) {
    case "objectId":
      return new ObjectId();
    case "int":
    case "number":
    case "integer":
      return least;
    case "long":
      return Long.fromNumber(least);
    case "double":
      return new Double(least);
    case "bool":
    case "boolean":
      return true;
    case "date":
      return new Date(0);
    case "array": {
      const items = schema.get("items");
      return Array.from({ length: numberOf(schema.get("minItems")) ?? 0 }, () => valueFor(isDoc(items) ? items : new Map<string, Value>()));
    }
    case "object":
      return madeFrom(schema);
    default:
      return "x".repeat(Math.max(1, numberOf(schema.get("minLength")) ?? 1));
  }
}

function listIn(schema: Doc, name: string): readonly Value[] {
  const value = schema.get(name);
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
