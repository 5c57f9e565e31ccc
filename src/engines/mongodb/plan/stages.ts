import type { NodeKind } from "../../../core/plan/plan.ts";

/** What a stage is, by the name that the server gives it (src/mongo/db/query/stage_types.cpp and the documents' names of aggregation stages). */
const kinds: Readonly<Record<string, NodeKind>> = {
  COLLSCAN: "scan", CLUSTERED_IXSCAN: "lookup", IXSCAN: "lookup", EXPRESS_IXSCAN: "lookup", EXPRESS_CLUSTERED_IXSCAN: "lookup", EXPRESS_UPDATE: "write", EXPRESS_DELETE: "write",
  IDHACK: "lookup", FETCH: "lookup", COUNT_SCAN: "lookup", RECORD_STORE_FAST_COUNT: "aggregate", DISTINCT_SCAN: "lookup", VIRTUAL_SCAN: "scan",
  SORT: "sort", SORT_MERGE: "append", SORT_KEY_GENERATOR: "other", MERGE_SORT: "append",
  LIMIT: "limit", SKIP: "limit", PROJECTION: "result", PROJECTION_DEFAULT: "result", PROJECTION_COVERED: "result", PROJECTION_SIMPLE: "result", RETURN_KEY: "result",
  OR: "append", AND_HASH: "bitmap", AND_SORTED: "bitmap", SUBPLAN: "append", UNION: "append",
  TEXT: "lookup", TEXT_OR: "lookup", TEXT_MATCH: "filter", GEO_NEAR_2D: "lookup", GEO_NEAR_2DSPHERE: "lookup",
  GROUP: "aggregate", UNPACK_TS_BUCKET: "function", UNPACK_BUCKET: "function", EQ_LOOKUP: "join", EQ_LOOKUP_UNWIND: "join", NESTED_LOOP_JOIN_EMBEDDING: "join", HASH_JOIN_EMBEDDING: "join", INDEXED_NESTED_LOOP_JOIN_EMBEDDING: "join",
  COUNT: "aggregate", DISTINCT: "aggregate", UPDATE: "write", BATCHED_DELETE: "write", DELETE: "write", UPSERT: "write", SPOOL: "materialize", MATCH: "filter",
  SHARDING_FILTER: "filter", SHARD_MERGE: "gather", SHARD_MERGE_SORT: "gather", SINGLE_SHARD: "gather", SHARD_WRITE: "gather", EOF: "result", CACHED_PLAN: "other", MULTI_PLAN: "other", MULTI_ITERATOR: "scan", QUEUED_DATA: "result", SEARCH: "lookup",
  UNWIND: "function", REPLACE_ROOT: "result", WINDOW: "aggregate", CTE_SCAN: "materialize", FUNCTION_SCAN: "function",
  $cursor: "subquery", $match: "filter", $project: "result", $addFields: "result", $set: "result", $unset: "result", $replaceRoot: "result", $replaceWith: "result", $group: "aggregate", $bucket: "aggregate", $bucketAuto: "aggregate", $sortByCount: "aggregate",
  $setWindowFields: "aggregate", $_internalSetWindowFields: "aggregate", $_internalStreamingGroup: "aggregate", $count: "aggregate", $sort: "sort", $limit: "limit", $skip: "limit", $unwind: "function", $lookup: "join", $graphLookup: "join", $unionWith: "append", $facet: "append",
  $geoNear: "lookup", $geoNearCursor: "lookup", $search: "lookup", $_internalSearchMongotRemote: "lookup", $vectorSearch: "lookup", $sample: "function", $redact: "filter", $merge: "write", $out: "write", $indexStats: "function", $collStats: "function", $mergeCursors: "gather", $_internalUnpackBucket: "function", $densify: "function", $fill: "function", $documents: "result", $queue: "result",
};

export function kindOf(stage: string): NodeKind {
  return Object.hasOwn(kinds, stage) ? (kinds[stage] ?? "other") : "other";
}
