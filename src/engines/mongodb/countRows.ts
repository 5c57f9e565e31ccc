import { documentsOf, type MongodbLink } from "./link.ts";
import { numberOf } from "./bson/value.ts";
import { listCollections } from "./catalog/listCollections.ts";
import { inParallel } from "./inParallel.ts";

/** The exact count of each collection's documents, one command for each; with the open transaction's own where there is one. */
export async function countRows(access: MongodbLink, signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const names = (await listCollections(access, signal)).filter((info) => info.type !== "view").map((info) => info.name).sort();
  const count = async (name: string): Promise<readonly [string, number]> => {
    const command = { aggregate: name, pipeline: [{ $count: "n" }], cursor: {} };
    const [counted] = await (access.inTransaction ? documentsOf(access, command, { signal }) : access.asideDocuments(command, { signal }));
    return [name, counted === undefined ? 0 : (numberOf(counted.get("n")) ?? 0)];
  };
  return new Map(await inParallel(names, access.inTransaction ? 1 : 6, count));
}
