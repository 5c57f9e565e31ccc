/** Which plans of the corpus a rule speaks of, and which look alike and are left alone. */
export interface Examples {
  readonly rule: string;
  readonly seen: readonly string[];
  readonly alike: readonly string[];
  /** It needs to know the tables. */
  readonly catalog?: true;
}

export const examples: readonly Examples[] = [
  { rule: "full-scan", seen: ["filter-unindexed.mysql.analyze.json", "filter-unindexed.mysql.analyze.txt", "filter-unindexed.mariadb.analyze.json", "stale-estimate.mysql.analyze.json"], alike: ["scan-all-kept.mysql.analyze.json", "scan-all-kept.mariadb.analyze.json", "union-distinct.mysql.analyze.json", "derived-scanned.mysql.analyze.json"] },
  { rule: "known-index-passed-over", seen: ["index-then-filter.mariadb.analyze.json", "range-wide.mariadb.analyze.json"], alike: ["window.mariadb.analyze.json", "implicit-cast.mariadb.analyze.json", "index-then-filter.mysql.analyze.json"] },
  { rule: "full-index-scan", seen: ["recursive.mariadb.analyze.json"], alike: ["full-index-scan.mariadb.analyze.json", "full-index-scan.mysql.analyze.json", "top-ten-by-index.mysql.analyze.json", "materialized-subquery.mariadb.analyze.json"] },
  { rule: "uncovered-index-scan", seen: ["derived-grouped.mysql.analyze.json", "common-table.mariadb.analyze.json"], alike: ["full-index-scan.mysql.analyze.json", "wrong-order-index.mysql.analyze.json", "large-offset.mysql.analyze.json"] },
  { rule: "rows-examined", seen: ["left-join-null.mysql.analyze.json"], alike: ["join-sorted.mysql.analyze.json", "filter-unindexed.mysql.analyze.json", "covering.mysql.analyze.json"] },
  { rule: "filter-after-index", seen: ["index-then-filter.mysql.analyze.json", "rowid-filter.mariadb.analyze.json", "exists-index.mysql.analyze.json"], alike: ["index-then-filter-kept.mysql.analyze.json", "index-then-filter-kept.mariadb.analyze.json", "collation.mysql.analyze.json", "range-on-column.mysql.analyze.json"] },
  { rule: "condition-behind-range", seen: ["index-condition-behind-range.mysql.analyze.json", "index-condition-behind-range.mariadb.analyze.json"], alike: ["range-on-column.mysql.analyze.json", "key-both-parts.mysql.analyze.json", "index-condition.mysql.analyze.json"] },
  { rule: "key-prefix", seen: ["key-prefix-function.mysql.analyze.json", "key-prefix-function.mysql.v1.json"], alike: ["key-prefix.mysql.analyze.json", "key-both-parts.mysql.analyze.json"], catalog: true },
  { rule: "function-on-column", seen: ["function-on-column.mysql.analyze.json", "function-on-column.mariadb.analyze.json", "function-on-column.mysql.v1.json"], alike: ["range-on-column.mysql.analyze.json", "join-buffer-inequality.mysql.analyze.json", "materialized-subquery.mariadb.analyze.json"] },
  { rule: "implicit-conversion", seen: ["implicit-cast.mysql.analyze.json", "implicit-cast.mysql.v1.json", "implicit-cast.mariadb.analyze.json"], alike: ["implicit-cast-not.mysql.analyze.json", "delete-scan.mysql.v1.json", "collation-inner.mariadb.json"], catalog: true },
  { rule: "implicit-conversion", seen: ["implicit-cast.mariadb.analyze.json"], alike: ["implicit-cast-not.mariadb.analyze.json", "collation-inner.mariadb.json", "delete-scan.mariadb.analyze.json"] },
  { rule: "collation-conversion", seen: ["collation-inner.mariadb.analyze.json"], alike: ["collation.mariadb.analyze.json", "join-buffer.mariadb.analyze.json", "collation-inner.mysql.analyze.json"] },
  { rule: "collation-conversion", seen: ["collation-inner.mysql.v1.json"], alike: ["join-buffer.mysql.v1.json", "hash-for-few.mysql.v1.json"], catalog: true },
  { rule: "leading-wildcard", seen: ["leading-wildcard.mysql.analyze.json", "leading-wildcard.mariadb.analyze.json"], alike: ["prefix-like.mysql.analyze.json", "prefix-of-status.mysql.analyze.json"] },
  { rule: "or-over-columns", seen: ["or-columns.mysql.analyze.json", "or-columns.mariadb.analyze.json"], alike: ["or-indexed.mysql.analyze.json", "index-merge-union.mysql.analyze.json"] },
  { rule: "filesort", seen: ["sort-all.mysql.analyze.json", "rollup.mysql.analyze.txt", "join-sorted.mariadb.analyze.json"], alike: ["sort-few.mysql.analyze.json", "top-ten-by-index.mysql.analyze.json", "top-ten.mysql.analyze.json", "group-large.mariadb.json"] },
  { rule: "top-of-all", seen: ["top-ten.mysql.analyze.json", "top-ten.mariadb.analyze.json"], alike: ["top-ten-by-index.mysql.analyze.json", "random-order.mysql.analyze.json", "group-large.mysql.analyze.json"] },
  { rule: "sort-on-disk", seen: ["join-sorted.mariadb.analyze.json"], alike: ["top-ten.mariadb.analyze.json", "window.mariadb.analyze.json"] },
  { rule: "random-order", seen: ["random-order.mysql.analyze.json", "random-order.mariadb.analyze.json"], alike: ["top-ten.mysql.analyze.json"] },
  { rule: "ordered-scan-for-limit", seen: ["wrong-order-index.mysql.analyze.json", "wrong-order-index.mariadb.analyze.json"], alike: ["top-ten-by-index.mysql.analyze.json", "leading-wildcard.mysql.analyze.json", "full-index-scan.mysql.analyze.json"] },
  { rule: "large-offset", seen: ["large-offset.mysql.analyze.json", "large-offset.mariadb.analyze.json", "offset-maria.mysql.analyze.txt"], alike: ["small-offset.mysql.analyze.json", "small-offset.mariadb.analyze.json", "top-ten.mysql.analyze.json"] },
  { rule: "temporary-table", seen: ["group-large.mysql.analyze.json", "group-temporary.mariadb.analyze.json", "distinct-rows.mysql.analyze.txt"], alike: ["five-tables.mysql.analyze.json", "window.mariadb.analyze.json", "random-order.mariadb.analyze.json", "group-by-index.mysql.analyze.json"] },
  { rule: "join-buffer", seen: ["join-buffer.mariadb.analyze.json", "join-buffer-inequality.mysql.analyze.json", "join-buffer-inequality.mariadb.analyze.json"], alike: ["join-buffer.mysql.analyze.json", "cartesian.mysql.analyze.json", "cartesian.mariadb.analyze.json", "hash-for-few.mariadb.analyze.json"] },
  { rule: "cartesian-join", seen: ["cartesian.mysql.analyze.json", "cartesian.mysql.analyze.txt", "cartesian.mariadb.analyze.json", "cartesian.mysql.v2.json"], alike: ["join-buffer-inequality.mysql.analyze.json", "join-buffer.mariadb.analyze.json", "collation-inner.mysql.v1.json"] },
  { rule: "unindexed-join", seen: ["hash-for-few.mysql.analyze.json", "hash-for-few.mariadb.analyze.json"], alike: ["join-buffer.mysql.analyze.json", "join-by-index.mysql.analyze.json", "semijoin.mysql.analyze.json"] },
  { rule: "many-loops", seen: ["many-loops.mysql.analyze.json", "many-loops.mariadb.analyze.json"], alike: ["five-tables.mysql.analyze.json", "many-loops-filtered.mysql.analyze.json", "skewed-join.mariadb.analyze.json"] },
  { rule: "uncovered-lookups", seen: ["many-lookups-uncovered.mariadb.analyze.json", "five-tables.mariadb.analyze.json"], alike: ["covering.mariadb.analyze.json", "many-loops.mariadb.analyze.json", "not-in-nullable.mariadb.analyze.json"] },
  { rule: "index-merge-intersect", seen: ["index-merge-intersect.mysql.analyze.json", "index-merge-intersect.mysql.analyze.txt"], alike: ["index-merge-union.mysql.analyze.json", "index-merge-union.mariadb.analyze.json"] },
  { rule: "range-checked-each-row", seen: ["recursive.mysql.v1.json", "recursive.mysql.table.txt"], alike: ["range-on-column.mysql.v1.json", "recursive.mariadb.analyze.json"] },
  { rule: "dependent-subquery", seen: ["dependent-subquery.mysql.analyze.json", "dependent-subquery-unindexed.mysql.analyze.txt", "dependent-subquery-unindexed.mariadb.analyze.json"], alike: ["materialized-subquery.mariadb.analyze.json", "materialized-subquery.mysql.analyze.json", "exists-index.mysql.analyze.json"] },
  { rule: "materialized-for-few", seen: ["derived-grouped.mysql.analyze.json", "derived-grouped.mysql.analyze.txt"], alike: ["derived-by-key-all.mysql.analyze.json", "derived-grouped.mariadb.analyze.json", "materialized-subquery.mysql.analyze.json"] },
  { rule: "derived-without-key", seen: ["derived-scanned.mysql.analyze.json", "derived-scanned.mariadb.analyze.json"], alike: ["derived-by-key-all.mysql.analyze.json", "common-table.mariadb.analyze.json", "common-table.mysql.analyze.json"] },
  { rule: "union-without-duplicates", seen: ["union-disjoint.mysql.analyze.json", "union-disjoint.mariadb.analyze.json"], alike: ["union-distinct.mysql.analyze.json", "union-distinct.mariadb.analyze.json", "union-all.mysql.analyze.json"] },
  { rule: "disk-reads", seen: ["cold-lookups.mariadb.analyze.json"], alike: ["five-tables.mariadb.analyze.json", "many-loops-filtered.mariadb.analyze.json"] },
  { rule: "estimate-off", seen: ["stale-estimate.mysql.analyze.json", "join-buffer.mariadb.analyze.json"], alike: ["filter-unindexed.mysql.analyze.json", "five-tables.mysql.analyze.json", "derived-by-key-all.mysql.analyze.json", "hash-for-few.mysql.analyze.json"] },
  { rule: "cost-share", seen: ["exists-index.mysql.v1.json", "dependent-subquery.mysql.v2.json"], alike: ["exists-index.mysql.analyze.json", "primary-key.mysql.v1.json", "join-by-index.mysql.v2.json"] },
  { rule: "write-locks-table", seen: ["update-scan.mysql.v1.json", "update-scan.mariadb.analyze.json", "delete-scan.mariadb.analyze.json"], alike: ["update-by-index.mariadb.analyze.json", "update-by-index.mysql.v1.json", "delete-by-index.mariadb.analyze.json"] },
  { rule: "empty-by-planning", seen: ["impossible.mysql.v1.json", "impossible.mysql.analyze.txt", "impossible.mariadb.json", "no-such-row.mysql.v2.json"], alike: ["min-optimized.mysql.v1.json", "never-executed.mysql.analyze.json"] },
  { rule: "never-executed", seen: ["stale-estimate.mysql.analyze.json"], alike: ["five-tables.mysql.analyze.json", "never-executed.mysql.v1.json", "common-table.mysql.analyze.json"] },
];
