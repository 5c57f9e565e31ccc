import type { MongodbLink } from "../link.ts";
import { docIn, type Doc } from "../bson/value.ts";
import { isHidden } from "../ownCollections.ts";

export interface CollectionInfo {
  readonly name: string;
  readonly type: "collection" | "view" | "timeseries";
  readonly options: Doc;
}

/** Collections and views of a person, without the server's and the product's own; in one command. */
export async function listCollections(access: MongodbLink, signal?: AbortSignal, filter: Readonly<Record<string, unknown>> = {}): Promise<CollectionInfo[]> {
  const found = await access.asideDocuments({ listCollections: 1, filter, cursor: { batchSize: 10_000 } }, { signal });
  return found
    .map((info) => ({ name: String(info.get("name")), type: typeOf(String(info.get("type"))), options: docIn(info, "options") }))
    .filter((info) => !isHidden(info.name));
}

function typeOf(type: string): CollectionInfo["type"] {
  return type === "view" || type === "timeseries" ? type : "collection";
}
