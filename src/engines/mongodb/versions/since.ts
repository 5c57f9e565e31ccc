/** Server versions as major * 10000 + minor * 100 + patch: 50100 is 5.1. */
type Since = ReadonlyMap<string, number>;

const table = (lists: Readonly<Record<number, string>>): Since => new Map(Object.entries(lists).flatMap(([version, names]) => names.split(" ").map((name) => [name, Number(version)] as const)));

/** https://www.mongodb.com/docs/manual/release-notes/5.0/ and those of the versions after it. */
export const commandsSince: Since = table({
  50000: "reshardCollection abortReshardCollection commitReshardCollection cleanupReshardCollection rotateCertificates",
  60000: "getClusterParameter setClusterParameter setUserWriteBlockMode",
  70000: "analyzeShardKey configureQueryAnalyzer",
  80000: "bulkWrite setQuerySettings removeQuerySettings moveCollection unshardCollection abortMoveCollection abortUnshardCollection",
});

/** Commands that went before 5.0, and those that went later. */
export const commandsUntil: Since = table({
  50000: "$eval clone copydb eval geoSearch group parallelCollectionScan planCacheListPlans planCacheListQueryShapes repairDatabase resetError touch",
  50100: "getLastError getPrevError getlasterror",
});

/** Stages, expressions and accumulators. */
export const operatorsSince: Since = table({
  50000: "$setWindowFields $dateAdd $dateDiff $dateSubtract $dateTrunc $getField $setField $unsetField $covariancePop $covarianceSamp $denseRank $derivative $documentNumber $expMovingAvg $integral $rank $shift",
  50100: "$densify $documents $tsSecond $tsIncrement",
  50200: "$bottom $bottomN $firstN $lastN $locf $maxN $minN $sortArray $top $topN",
  50300: "$fill $linearFill",
  60003: "$shardedDataDistribution",
  60300: "$bitAnd $bitNot $bitOr $bitXor",
  70000: "$listSampledQueries $median $percentile",
  80000: "$querySettings $toUUID",
  80100: "$rankFusion",
  80200: "$scoreFusion",
});

/** Options by their path in the command. */
export const optionsSince: Since = table({
  50000: "create.timeseries create.expireAfterSeconds aggregate.let find.let update.let delete.let findAndModify.let",
  50300: "create.clusteredIndex",
  60000: "create.changeStreamPreAndPostImages create.encryptedFields collMod.changeStreamPreAndPostImages collMod.cappedSize collMod.cappedMax collMod.dryRun collMod.index.prepareUnique collMod.index.unique createIndexes.indexes.prepareUnique",
  60300: "create.timeseries.bucketMaxSpanSeconds create.timeseries.bucketRoundingSeconds collMod.timeseries.bucketMaxSpanSeconds",
  80000: "update.updates.sort",
});
