import { createHash } from "node:crypto";
import type { Contents } from "../../core/migration/adapter.ts";
import type { MongodbLink } from "./link.ts";
import { isDoc, type Doc, type Value } from "./bson/value.ts";
import { canonical } from "./bson/write.ts";
import { listCollections } from "./catalog/listCollections.ts";

/** A hash of each document by its _id, independent of the order of documents and of fields; types count. For a database that holds a sample. In a transaction: as that sees them. */
export async function contentsOf(access: MongodbLink, collections: readonly string[] | null, signal: AbortSignal): Promise<Contents> {
  const wanted = collections === null ? null : new Set(collections);
  const found = new Map<string, Map<string, string>>();
  for (const { name, type } of await listCollections(access, signal)) {
    if (type === "view" || (wanted !== null && !wanted.has(name))) continue;
    const documents = new Map<string, string>();
    for await (const document of access.documents({ find: name }, { signal })) documents.set(canonical(document.get("_id")), hashOf(document));
    found.set(name, documents);
  }
  return found;
}

function hashOf(document: Doc): string {
  return createHash("sha256").update(canonical(sorted(document))).digest("base64");
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(sorted);
  return isDoc(value) ? new Map([...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, sorted(item)])) : value;
}
