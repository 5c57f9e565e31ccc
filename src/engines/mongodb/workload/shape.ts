import { isDoc, type Doc, type Value } from "../bson/value.ts";

/** What a driver adds, and what tells nothing of the shape. */
const left = new Set(["$db", "lsid", "$clusterTime", "$readPreference", "txnNumber", "autocommit", "startTransaction", "maxTimeMS", "cursor", "comment", "readConcern", "writeConcern", "apiVersion", "batchSize", "singleBatch", "documents", "ordered"]);
/** Whose values are names of fields and collections, not data. */
const kept = new Set(["find", "aggregate", "count", "distinct", "update", "delete", "insert", "findAndModify", "findandmodify", "getMore", "collection", "key", "sort", "projection", "fields", "hint", "from", "as", "localField", "foreignField", "multi", "upsert", "remove", "explain"]);
const longest = 2000;

/** A command without its values: `{"find":"orders","filter":{"customer":"?"},"sort":{"placed":-1}}`. */
export function shapeOf(command: Doc): string {
  const text = JSON.stringify(Object.fromEntries([...command].filter(([name]) => !left.has(name)).map(([name, value]) => [name, shapeOfValue(name, value)])));
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}

function shapeOfValue(name: string, value: Value): unknown {
  if (isDoc(value)) return Object.fromEntries([...value].map(([field, inner]) => [field, kept.has(name) && !isDoc(inner) ? plain(inner) : shapeOfValue(field, inner)]));
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    return list.every((item) => !isDoc(item)) && list.length > 0 ? ["?"] : list.map((item) => shapeOfValue(name, item));
  }
  return kept.has(name) || (typeof value === "string" && /^\$[A-Za-z_]/.test(value)) ? plain(value) : "?";
}

function plain(value: Value): unknown {
  return typeof value === "string" || typeof value === "boolean" || typeof value === "number" ? value : typeof value === "object" && value !== null && "value" in value ? Number(value.value) : "?";
}
