import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { IndexWork, TableWork, Unseen } from "../../../core/workload/workload.ts";
import { orDenied } from "../audit/denied.ts";
import { docIn, numberOf, textOf, type Doc } from "../bson/value.ts";
import { inParallel } from "../inParallel.ts";
import type { MongodbLink } from "../link.ts";

export interface CollectionWork {
  readonly tables: readonly TableWork[];
  readonly indexes: readonly IndexWork[];
  readonly countersSince?: string;
  readonly unseen: readonly Unseen[];
}

const width = 8;

/** Sizes, scans and the use of every index: two commands for each collection, eight at a time, since none tells of several. */
export async function readCollectionWork(access: MongodbLink, catalog: Catalog, signal: AbortSignal): Promise<CollectionWork> {
  const names = catalog.tables.filter((table) => table.form === "collection").map((table) => table.name);
  const read = await inParallel(names, width, async (name) => {
    const ask = (stage: object): Promise<{ readonly value: Doc[] } | { readonly denied: string }> => orDenied(access.asideDocuments({ aggregate: name, pipeline: [stage], cursor: {} }, { signal }));
    const full = await ask({ $collStats: { storageStats: {}, queryExecStats: {} } });
    return { name, sizes: "denied" in full ? await ask({ $collStats: { storageStats: {} } }) : full, scans: "value" in full, used: await ask({ $indexStats: {} }) };
  });
  const shards = (result: { readonly value: Doc[] } | { readonly denied: string }): Doc[] => ("value" in result ? result.value : []);
  const since = read.flatMap(({ used }) => shards(used).flatMap((index) => (docIn(index, "accesses").get("since") instanceof Date ? [(docIn(index, "accesses").get("since") as Date).toISOString()] : []))).sort().at(-1);
  return {
    tables: read.map(({ name, sizes, used }) => tableOf(name, shards(sizes), shards(used))),
    indexes: read.flatMap(({ name, sizes, used }) => indexesOf(name, shards(sizes), shards(used))),
    ...(since === undefined ? {} : { countersSince: since }),
    unseen: unseenOf(read),
  };
}

function tableOf(table: string, sizes: readonly Doc[], used: readonly Doc[]): TableWork {
  const sum = (room: string, field: string): number | undefined => {
    const found = sizes.flatMap((shard) => numberOf(docIn(shard, room).get(field)) ?? []);
    return found.length === 0 ? undefined : found.reduce((total, value) => total + value, 0);
  };
  const scans = sizes.flatMap((shard) => numberOf(docIn(docIn(shard, "queryExecStats"), "collectionScans").get("total")) ?? []);
  const fullScans = scans.length === 0 ? undefined : scans.reduce((total, value) => total + value, 0);
  const [rows, bytes, indexBytes] = [sum("storageStats", "count"), sum("storageStats", "storageSize"), sum("storageStats", "totalIndexSize")];
  return {
    schema: "", table,
    ...(rows === undefined ? {} : { rows }), ...(bytes === undefined ? {} : { bytes }), ...(indexBytes === undefined ? {} : { indexBytes }),
    ...(fullScans === undefined ? {} : { fullScans, fullScanRows: fullScans * (rows ?? 0) }),
    ...(used.length === 0 ? {} : { indexScans: used.reduce((total, index) => total + (numberOf(docIn(index, "accesses").get("ops")) ?? 0), 0) }),
  };
}

/** One entry for each shard; the index's use is that of all. */
function indexesOf(table: string, sizes: readonly Doc[], used: readonly Doc[]): IndexWork[] {
  const names = [...new Set(used.flatMap((index) => textOf(index.get("name")) ?? []))].filter((name) => name !== "_id_");
  return names.map((name): IndexWork => {
    const own = used.filter((index) => index.get("name") === name);
    const bytes = sizes.flatMap((shard) => numberOf(docIn(docIn(shard, "storageStats"), "indexSizes").get(name)) ?? []);
    return { schema: "", table, index: name, scans: own.reduce((total, index) => total + (numberOf(docIn(index, "accesses").get("ops")) ?? 0), 0), ...(bytes.length === 0 ? {} : { bytes: bytes.reduce((total, value) => total + value, 0) }) };
  });
}

interface Read {
  readonly name: string;
  readonly sizes: { readonly value: Doc[] } | { readonly denied: string };
  readonly scans: boolean;
  readonly used: { readonly value: Doc[] } | { readonly denied: string };
}

function unseenOf(read: readonly Read[]): Unseen[] {
  const [noSizes, noUse, noScans] = [read.filter(({ sizes }) => "denied" in sizes), read.filter(({ used }) => "denied" in used), read.filter(({ scans, sizes }) => !scans && !("denied" in sizes))];
  const why = (result: Read["sizes"] | undefined): string => (result !== undefined && "denied" in result ? result.denied : "");
  return [
    ...(noSizes.length === 0 ? [] : [{ what: `How large ${noSizes.map(({ name }) => name).join(", ")} are`, why: why(noSizes[0]?.sizes), run: ["the privilege collStats (clusterMonitor has it)"] }]),
    ...(noUse.length === 0 ? [] : [{ what: `How often the indexes of ${noUse.map(({ name }) => name).join(", ")} are used`, why: why(noUse[0]?.used), run: ["the privilege indexStats (clusterMonitor has it)"] }]),
    ...(noScans.length === 0 ? [] : [{ what: "How often collections are read whole", why: "This server does not tell queryExecStats." }]),
  ];
}
