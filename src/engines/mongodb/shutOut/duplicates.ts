import type { ShutOut } from "../../../core/migration/adapter.ts";
import type { MongodbAccess, OwnCommand } from "../access.ts";
import { presentable } from "../bson/write.ts";
import { docIn, docsIn, isDoc, truthy, type Doc } from "../bson/value.ts";
import { aggregated, countedBy } from "./counted.ts";

const most = 5;

/**
 * Documents that share a key that is to be unique; a scratch database holds a sample only, in which they may be missing. Null where none do, or where the key
 * is no plain one (text, geo, wildcard). Elements of arrays are not compared one by one.
 */
export async function duplicates(access: MongodbAccess, collection: string, index: Doc, signal: AbortSignal): Promise<ShutOut | null> {
  const key = docIn(index, "key");
  const fields = [...key.keys()];
  if (fields.length === 0 || fields.some((field) => field.includes("$")) || [...key.values()].some((value) => typeof value === "string")) return null;
  const filter = index.get("partialFilterExpression");
  const present = truthy(index.get("sparse")) ? [{ $match: { $or: fields.map((field) => ({ [field]: { $exists: true } })) } }] : [];
  const shared: OwnCommand[] = [
    ...(isDoc(filter) ? [{ $match: filter }] : []),
    ...present,
    { $group: { _id: Object.fromEntries(fields.map((field, at) => [`k${at}`, { $ifNull: [`$${field}`, null] }])), documents: { $sum: 1 }, some: { $push: { _id: "$_id" } } } },
    { $match: { documents: { $gt: 1 } } },
  ];
  const examples = await aggregated(access, collection, [...shared, { $limit: most }, { $project: { documents: 1, some: { $slice: ["$some", 3] } } }], signal);
  if (examples.length === 0) return null;
  return {
    object: collection,
    rule: `the unique index ${String(index.get("name"))} of ${collection}`,
    count: await countedBy(access, collection, [...shared, { $unwind: "$some" }], signal),
    examples: examples.map((group) => ({ key: Object.fromEntries(fields.map((field, at) => [field, presentable(docIn(group, "_id").get(`k${at}`))])), _ids: docsIn(group, "some").map((item) => presentable(item.get("_id"))) })),
    refused: true,
  };
}
