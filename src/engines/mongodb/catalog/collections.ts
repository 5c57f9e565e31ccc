import type { IndexObject, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { relaxed } from "../bson/write.ts";
import { isDoc, numberOf, type Doc, type Value } from "../bson/value.ts";
import type { CollectionInfo } from "./listCollections.ts";

/** A collection as a table of one column, _id, which is its key; a time series has no key. */
export function tableObject({ name, type, options }: CollectionInfo, indexes: readonly IndexObject[]): TableObject {
  const keyed = type !== "timeseries";
  return {
    schema: "", name, form: "collection", persistence: "permanent",
    columns: keyed ? [{ name: "_id", type: "any", notNull: true }] : [],
    constraints: keyed ? [{ name: "_id_", form: "primaryKey", columns: ["_id"], definition: "PRIMARY KEY (_id)", validated: true }] : [],
    indexes, triggers: [], policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [],
    options: optionTexts(options),
  };
}

export function viewObject({ name, options }: CollectionInfo): ViewObject {
  const source = String(options.get("viewOn"));
  const pipeline = options.get("pipeline");
  const collation = options.get("collation");
  const reads = [...new Set([source, ...collectionsIn(pipeline)])].sort();
  return {
    schema: "", name, form: "view", columns: [], query: relaxed(pipeline ?? []),
    options: { viewOn: source, ...(isDoc(collation) ? { collation: relaxed(collation) } : {}) },
    indexes: [], triggers: [], dependsOn: reads.map((item) => ({ schema: "", name: item })),
  };
}

/** Each option as Extended JSON; those that say what holds without them are left out, so that equal collections have equal options. */
function optionTexts(options: Doc): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of [...options.keys()].sort()) {
    const value = options.get(name);
    if (!isDefault(name, value)) found[name] = relaxed(whole(value));
  }
  return found;
}

function isDefault(name: string, value: Value): boolean {
  switch (name) {
    case "uuid":
    case "autoIndexId":
      return true;
    case "validator":
      return !isDoc(value) || value.size === 0;
    case "validationLevel":
      return value === "strict";
    case "validationAction":
      return value === "error";
    case "changeStreamPreAndPostImages":
      return isDoc(value) && value.get("enabled") === false;
    case "capped":
      return value === false;
    default:
      return value === undefined || value === null;
  }
}

/** size, max and expireAfterSeconds come as ints, longs or doubles. */
function whole(value: Value): Value {
  const number = numberOf(value);
  return number !== undefined && Number.isInteger(number) ? (number) : value;
}

/** Collections that a pipeline reads besides its own: $lookup, $graphLookup and $unionWith, nested too. */
function collectionsIn(pipeline: Value): string[] {
  if (!Array.isArray(pipeline)) return [];
  return (pipeline as readonly Value[]).flatMap((stage) => (isDoc(stage) ? [...stage].flatMap(([name, body]) => collectionsOf(name, body)) : []));
}

function collectionsOf(stage: string, body: Value): string[] {
  if (stage === "$unionWith" && typeof body === "string") return [body];
  if (!isDoc(body)) return [];
  if (stage === "$facet") return [...body.values()].flatMap(collectionsIn);
  if (stage !== "$lookup" && stage !== "$graphLookup" && stage !== "$unionWith") return [];
  const from = body.get(stage === "$unionWith" ? "coll" : "from");
  return [...(typeof from === "string" ? [from] : []), ...collectionsIn(body.get("pipeline"))];
}
