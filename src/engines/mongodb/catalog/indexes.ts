import type { IndexObject } from "../../../core/catalog/catalog.ts";
import { relaxed } from "../bson/write.ts";
import { bsonClass, docIn, isDoc, numberOf, truthy, type Doc, type Value } from "../bson/value.ts";

/** What listIndexes says of an index besides its specification: `v` is 2 since 3.4, `ns` and `background` say nothing. */
const leftOut = new Set(["v", "ns", "background", "buildUUID", "indexBuildInfo", "clustered", "storageEngine"]);

/** An index with its specification as Extended JSON: key and name first, then the options by name, whole numbers as ints; as createIndexes takes it. */
export function indexObject(spec: Doc): IndexObject {
  const key = docIn(spec, "key");
  const predicate = spec.get("partialFilterExpression");
  return {
    schema: "",
    name: String(spec.get("name")),
    definition: relaxed(normalised(spec)),
    unique: truthy(spec.get("unique")),
    columns: columnsOf(key, spec),
    method: methodOf(key),
    ...(isDoc(predicate) ? { predicate: relaxed(predicate) } : {}),
    valid: !spec.has("buildUUID") && !spec.has("indexBuildInfo"),
  };
}

/** The index of _id belongs to the collection; that of a clustered collection is the collection. */
export function isOwnIndex(spec: Doc): boolean {
  return spec.get("name") === "_id_" || truthy(spec.get("clustered"));
}

export function normalised(spec: Doc): Doc {
  const names = [...spec.keys()].filter((name) => !leftOut.has(name) && name !== "key" && name !== "name").sort();
  const fields = names.filter((name) => !isOff(name, spec.get(name))).map((name): [string, Value] => [name, name === "partialFilterExpression" ? spec.get(name) : wholeNumbers(spec.get(name))]);
  return new Map<string, Value>([["key", wholeNumbers(spec.get("key"))], ["name", spec.get("name")], ...fields]);
}

/** Options that are off are not there. */
function isOff(name: string, value: Value): boolean {
  return ["unique", "sparse", "hidden", "prepareUnique"].includes(name) && !truthy(value);
}

/** Clients send 1 as an int, a long or a double; the server means the same by all. */
function wholeNumbers(value: Value): Value {
  if (isDoc(value)) return new Map([...value].map(([name, item]) => [name, wholeNumbers(item)]));
  const number = numberOf(value);
  const type = bsonClass(value);
  if ((type !== "Double" && type !== "Long") || number === undefined || !Number.isInteger(number) || Math.abs(number) > 2_147_483_647) return value;
  return number;
}

function columnsOf(key: Doc, spec: Doc): string[] {
  return [...key.keys()].flatMap((name) => (name === "_fts" ? [...docIn(spec, "weights").keys()] : name === "_ftsx" ? [] : [name]));
}

function methodOf(key: Doc): string {
  if ([...key.keys()].some((name) => name === "$**" || name.endsWith(".$**"))) return "wildcard";
  return [...key.values()].find((value) => typeof value === "string")?.toString() ?? "btree";
}
