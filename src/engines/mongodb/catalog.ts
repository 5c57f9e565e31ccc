import type { Catalog, IndexObject } from "../../core/catalog/catalog.ts";
import { StatementError, throwIfCancelled } from "../../core/errors.ts";
import type { MongodbLink } from "./link.ts";
import { tableObject, viewObject } from "./catalog/collections.ts";
import { indexObject, isOwnIndex } from "./catalog/indexes.ts";
import { listCollections } from "./catalog/listCollections.ts";
import { inParallel } from "./inParallel.ts";

/** More would only wait for each other in the server's and the driver's queues. */
const width = 8;

/**
 * Collections with all their options, their indexes, and views. Collections and views come in one command; indexes need one command for each collection
 * (no server gives those of a whole database at once to a user of that database alone), eight at a time. It reads beside an open transaction:
 * structure is no part of one here.
 */
export async function readCatalog(access: MongodbLink, signal?: AbortSignal): Promise<Catalog> {
  if (signal !== undefined) throwIfCancelled(signal);
  const infos = (await listCollections(access, signal)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const collections = infos.filter((info) => info.type !== "view");
  const indexes = await inParallel(collections, width, (info) => indexesOf(access, info.name, signal));
  const tables = collections.flatMap((info, at) => {
    const found = indexes[at];
    return found === undefined || found === null ? [] : [tableObject(info, found)];
  });
  return {
    engine: "mongodb", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [],
    tables, views: infos.filter((info) => info.type === "view").map(viewObject), others: [],
  };
}

/** Null for a collection that was dropped meanwhile. */
async function indexesOf(access: MongodbLink, name: string, signal?: AbortSignal): Promise<readonly IndexObject[] | null> {
  try {
    const specs = await access.asideDocuments({ listIndexes: name, cursor: { batchSize: 1000 } }, { signal });
    return specs.filter((spec) => !isOwnIndex(spec)).map(indexObject).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof StatementError && error.code === "26") return null;
    throw error;
  }
}
