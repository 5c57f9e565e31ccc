import type { ShutOut } from "../../../core/migration/adapter.ts";
import type { Json } from "../../../core/json.ts";
import type { MongodbLink, OwnCommand } from "../link.ts";
import { canonical, presentable } from "../bson/write.ts";
import { docIn, isDoc, type Doc, type Value } from "../bson/value.ts";
import { aggregated, countedBy } from "./counted.ts";

const most = 5;

/** Null where the rule is no new one, is off, only warns, or (moderate) leaves documents alone that break it already. */
export async function refusedByValidator(access: MongodbLink, collection: string, change: Doc, signal: AbortSignal): Promise<ShutOut | null> {
  const [info] = await access.asideDocuments({ listCollections: 1, filter: { name: collection } }, { signal });
  if (info === undefined) return null;
  const now = docIn(info, "options");
  const setting = (name: string, fallback: Value): Value => change.get(name) ?? now.get(name) ?? fallback;
  const validator = setting("validator", null);
  if (!isDoc(validator) || validator.size === 0 || setting("validationLevel", "strict") !== "strict" || setting("validationAction", "error") !== "error") return null;
  if (isHeldAlready(now, validator)) return null;
  const failing = { $match: { $nor: [validator] } };
  const examples = await aggregated(access, collection, [failing, { $limit: most }], signal);
  if (examples.length === 0) return null;
  return {
    object: collection,
    rule: `the new validator of ${collection}`,
    count: await countedBy(access, collection, [failing, { $count: "n" }], signal),
    examples: await Promise.all(examples.map((document) => described(access, collection, validator, document, signal))),
    refused: false,
  };
}

function isHeldAlready(now: Doc, validator: Doc): boolean {
  const before = now.get("validator");
  return isDoc(before) && canonical(before) === canonical(validator) && (now.get("validationLevel") ?? "strict") === "strict" && (now.get("validationAction") ?? "error") === "error";
}

/** The document's _id and the fields that break the rule, found by asking the server for each part of it alone. */
async function described(access: MongodbLink, collection: string, validator: Doc, document: Doc, signal: AbortSignal): Promise<Json> {
  const id = document.get("_id");
  const failing: string[] = [];
  for (const { field, rule } of partsOf(validator)) {
    const [found] = await aggregated(access, collection, [{ $match: { _id: id } }, { $match: { $nor: [rule] } }, { $project: { _id: 1 } }], signal);
    if (found !== undefined) failing.push(field);
  }
  return { _id: presentable(id), ...(failing.length === 0 ? {} : { fails: failing }) };
}

/** Each part of a validator that says something of one field, as a rule of its own. */
function partsOf(validator: Doc): { readonly field: string; readonly rule: OwnCommand }[] {
  return [...validator].flatMap(([name, rule]) => {
    if (name === "$jsonSchema" && isDoc(rule)) return schemaParts(rule);
    if (name === "$and" && Array.isArray(rule)) return (rule as readonly Value[]).filter(isDoc).flatMap(partsOf);
    return name.startsWith("$") ? [] : [{ field: name, rule: { [name]: rule } }];
  });
}

function schemaParts(schema: Doc): { readonly field: string; readonly rule: OwnCommand }[] {
  const required = schema.get("required");
  const names = Array.isArray(required) ? (required as readonly Value[]).filter((name) => typeof name === "string") : [];
  return [
    ...names.map((name) => ({ field: `${name} (missing)`, rule: { $jsonSchema: { required: [name] } } })),
    ...[...docIn(schema, "properties")].map(([name, rule]) => ({ field: name, rule: { $jsonSchema: { properties: { [name]: rule } } } })),
    ...(schema.get("additionalProperties") === false
      ? [{ field: "another field than those that are listed", rule: { $jsonSchema: { properties: Object.fromEntries([...docIn(schema, "properties").keys()].map((name) => [name, {}])), additionalProperties: false } } }]
      : []),
  ];
}
