import type { ShutOut } from "../../../core/migration/adapter.ts";
import type { MongodbLink, OwnCommand } from "../link.ts";
import type { Json } from "../../../core/json.ts";
import { presentable } from "../bson/write.ts";
import { docIn, isDoc, truthy, type Doc } from "../bson/value.ts";
import { aggregated, countedBy } from "./counted.ts";

const most = 5;

/**
 * Documents that share a key that is to be unique; a scratch database holds a sample only, in which they may be missing. Null where none do, or where the key
 * is no plain one (text, geo, wildcard). Elements of arrays are not compared one by one.
 */
export async function duplicates(access: MongodbLink, collection: string, index: Doc, signal: AbortSignal): Promise<ShutOut | null> {
  const key = docIn(index, "key");
  const fields = [...key.keys()];
  if (fields.length === 0 || fields.some((field) => field.includes("$")) || [...key.values()].some((value) => typeof value === "string")) return null;
  const filter = index.get("partialFilterExpression");
  const present = truthy(index.get("sparse")) ? [{ $match: { $or: fields.map((field) => ({ [field]: { $exists: true } })) } }] : [];
  const among = [...(isDoc(filter) ? [{ $match: filter }] : []), ...present];
  const valueOf = (field: string): OwnCommand => ({ $ifNull: [`$${field}`, null] });
  const shared = [
    ...among,
    { $group: { _id: Object.fromEntries(fields.map((field, at) => [`k${at}`, valueOf(field)])), documents: { $sum: 1 } } },
    { $match: { documents: { $gt: 1 } } },
  ];
  const collation = index.get("collation");
  const how = isDoc(collation) ? { collation } : {};
  const groups = await aggregated(access, collection, [...shared, { $limit: most }], signal, how);
  if (groups.length === 0) return null;
  const examples = await Promise.all(groups.map(async (group): Promise<Json> => {
    const values = fields.map((_, at) => docIn(group, "_id").get(`k${at}`));
    const same = { $match: { $expr: { $and: fields.map((field, at) => ({ $eq: [valueOf(field), { $literal: values[at] }] })) } } };
    const some = await aggregated(access, collection, [...among, same, { $limit: 3 }, { $project: { _id: 1 } }], signal, how);
    return { key: Object.fromEntries(fields.map((field, at) => [field, presentable(values[at])])), _ids: some.map((document) => presentable(document.get("_id"))) };
  }));
  return {
    object: collection,
    rule: `the unique index ${String(index.get("name"))} of ${collection}`,
    count: await countedBy(access, collection, [...shared, { $group: { _id: null, n: { $sum: "$documents" } } }], signal, how),
    examples,
    refused: true,
  };
}
