/** What explain with executionStats answers for a find with an $or of many branches; `count` stages, each branch its own FETCH and IXSCAN. */
export function mongodbPlan(count: number): string {
  const branches = Math.floor((count - 2) / 2);
  const conditions = Array.from({ length: branches }, (_, at) => ({ [`customer_${at}`]: { $eq: at }, status: { $regex: `late${at}` } }));
  const inputs = conditions.map((_, at) => ({
    stage: "FETCH", filter: { status: { $regex: `late${at}` } }, nReturned: 30, executionTimeMillisEstimate: at % 60 === 0 ? 80 : 2, works: 9001, advanced: 30, needTime: 8970, docsExamined: 9000, alreadyHasObj: 0,
    inputStage: {
      stage: "IXSCAN", nReturned: 9000, executionTimeMillisEstimate: 1, works: 9001, advanced: 9000, keyPattern: { [`customer_${at}`]: 1, placed: -1 }, indexName: `customer_${at}_1_placed_-1`, isMultiKey: false, isUnique: false, isSparse: false, isPartial: false, indexVersion: 2, direction: "forward",
      indexBounds: { [`customer_${at}`]: [`[${at}, ${at}]`], placed: ["[MaxKey, MinKey]"] }, keysExamined: 9000, seeks: 1, dupsTested: 0, dupsDropped: 0,
    },
  }));
  const or = { stage: "OR", nReturned: branches * 30, executionTimeMillisEstimate: branches * 3, inputStages: inputs };
  const root = count % 2 === 0 ? { stage: "SORT", sortPattern: { placed: -1 }, memLimit: 104857600, nReturned: branches * 30, executionTimeMillisEstimate: branches * 4, totalDataSizeSorted: 400000, usedDisk: false, inputStage: or } : or;
  const filter = { $or: conditions };
  return JSON.stringify({
    explainVersion: "1",
    queryPlanner: { namespace: "shop.orders", parsedQuery: filter, winningPlan: root, rejectedPlans: [] },
    executionStats: { executionSuccess: true, nReturned: branches * 30, executionTimeMillis: branches * 4, totalKeysExamined: branches * 9000, totalDocsExamined: branches * 9000, executionStages: root },
    command: { find: "orders", filter, sort: { placed: -1 }, $db: "shop" },
    ok: 1,
  }, null, 2);
}
