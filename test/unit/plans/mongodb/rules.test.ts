import { describe, expect, test } from "vitest";
import { plans } from "../../../../src/engines/mongodb/plans.ts";
import { documented, names, planNamed, planOf, seen } from "./shop.ts";

/** Plans that show it, and such as look alike and must not. */
const cases: Readonly<Record<string, { readonly shows: readonly string[]; readonly not: readonly string[] }>> = {
  "plan/collection-scan": { shows: ["collscan", "update", "regex-collscan", "documented/profiler"], not: ["collscan-most", "collscan-all", "small", "or-scan", "group", "by-index", "documented/where"] },
  "plan/or-collection-scan": { shows: ["or-scan", "or-scan-plan"], not: ["or-indexes", "collscan"] },
  "plan/fetch-filter": { shows: ["documented/close-race", "documented/multikey-range"], not: ["full-index", "fetch-filter-few", "by-index", "sort-few"] },
  "plan/keys-examined": { shows: ["keys-examined"], not: ["keys-tight", "covered", "full-index", "documented/multikey-range"] },
  "plan/examined-ratio": { shows: ["top-of-sort", "skip-large"], not: ["sort-in-memory", "count", "group-sort", "collscan", "update", "skip-small"] },
  "plan/full-index-scan": { shows: ["full-index", "sort-few"], not: ["sort-by-index", "fetch-filter", "skip-large"] },
  "plan/negation-bounds": { shows: ["documented/negation"], not: ["in-list", "by-index", "full-index"] },
  "plan/regex-scan": { shows: ["regex-collscan", "regex-case-plan", "documented/regex-index"], not: ["regex-anchored", "regex-inside", "collscan"] },
  "plan/multikey-bounds": { shows: ["documented/multikey-range"], not: ["array-elem", "array-equal", "documented/close-race"] },
  "plan/index-intersection": { shows: ["fetch-filter", "fetch-filter-few"], not: ["or-indexes", "keys-tight"] },
  "plan/memory-sort": { shows: ["sort-in-memory", "top-of-sort", "sort-in-memory-plan", "documented/text"], not: ["sort-by-index", "sort-big", "group-sort", "unwind", "documented/slot-sort-on-disk"] },
  "plan/sort-on-disk": { shows: ["sort-big", "documented/slot-sort-on-disk"], not: ["sort-in-memory", "sort-by-index"] },
  "plan/index-order": { shows: ["index-order"], not: ["sort-in-memory", "sort-by-index", "top-of-sort"] },
  "plan/not-covered": { shows: ["not-covered", "not-covered-id"], not: ["covered", "projection-wide", "collscan-all"] },
  "plan/group-on-disk": { shows: ["documented/shards-pipeline"], not: ["group", "sort-big"] },
  "plan/lookup-without-index": { shows: ["lookup-scan", "documented/stages-lookup"], not: ["lookup-index", "documented/stages-lookup-index"] },
  "plan/facet-scan": { shows: ["facet"], not: ["facet-matched", "group"] },
  "plan/late-match": { shows: ["late-match"], not: ["having", "group-sort"] },
  "plan/early-project": { shows: ["early-project"], not: ["computed-project", "group"] },
  "plan/large-skip": { shows: ["skip-large"], not: ["skip-small", "top-of-sort"] },
  "plan/javascript": { shows: ["documented/where"], not: ["collscan", "regex-collscan"] },
  "plan/text-or-geo": { shows: ["documented/text"], not: ["text", "geo-within", "geo"] },
  "plan/close-race": { shows: ["documented/close-race"], not: ["documented/clear-race", "fetch-filter"] },
  "plan/forced-plan": { shows: ["documented/close-race", "full-index"], not: ["documented/clear-race", "by-index"] },
  "plan/shards-differ": { shows: ["documented/shards-differ"], not: ["documented/shards-alike", "documented/shards-pipeline", "or-indexes"] },
  "plan/scatter-gather": { shows: ["documented/shards-alike"], not: ["documented/shards-differ", "documented/shards-pipeline"] },
  "plan/orphans": { shows: ["documented/shards-differ"], not: ["documented/shards-alike"] },
};

test("every rule is tried", () => {
  expect(plans.rules.map((rule) => rule.id).sort()).toEqual(Object.keys(cases).sort());
});

describe.each(Object.entries(cases))("%s", (rule, { shows, not }) => {
  test.each(shows)("is seen in %s", (name) => {
    const found = seen(planNamed(name)).filter((one) => one.rule === rule);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(`${one.saw} ${one.matters}`).not.toMatch(/undefined|NaN/);
      expect(one.saw.length).toBeGreaterThan(15);
    }
  });

  test.each(not)("is not seen in %s", (name) => {
    expect(seen(planNamed(name)).filter((one) => one.rule === rule)).toEqual([]);
  });
});

test("the same plan, done in no time, is not worth a word", () => {
  for (const name of ["collscan", "or-scan", "full-index", "keys-examined", "top-of-sort", "index-order", "not-covered", "lookup-scan", "facet", "skip-large", "regex-collscan", "fetch-filter"]) {
    const quick = planOf(planNamed(name).raw.replace(/"executionTimeMillis": \d+/, '"executionTimeMillis": 0'));
    expect(quick.executionMs).toBe(0);
    expect(seen(quick).filter(({ rule }) => !["plan/forced-plan", "plan/sort-on-disk"].includes(rule)), name).toEqual([]);
  }
});

test("nothing is a warning below a millisecond", () => {
  for (const name of names) if (planNamed(name).executionMs === 0) expect(seen(planNamed(name)).filter((one) => one.severity !== "info"), name).toEqual([]);
});

test("an index that is proposed is a command, with the fields of equality first, then the sort, then the range", () => {
  for (const name of [...names, ...documented]) {
    for (const { sql } of seen(planNamed(name))) if (sql !== undefined) expect(() => void JSON.parse(sql)).not.toThrow();
  }
  expect(seen(planNamed("sort-few")).find((one) => one.rule === "plan/full-index-scan")?.sql).toBe('{"createIndexes":"orders","indexes":[{"key":{"customer":1,"total":1,"placed":1},"name":"customer_1_total_1_placed_1"}]}');
  expect(seen(planNamed("index-order")).find((one) => one.rule === "plan/index-order")?.sql).toContain('"key":{"placed":1,"total":1}');
});
