import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../../../src/core/catalog/catalog.ts";
import { plans } from "../../../../src/engines/sqlite/plans.ts";
import { names, planNamed, planOf, seen, shopCatalog } from "./shop.ts";

/** Real plans that show it, and such as look alike and must not. */
const cases: Readonly<Record<string, { readonly shows: readonly string[]; readonly not: readonly string[] }>> = {
  "plan/full-scan": { shows: ["full-scan", "skip-scan"], not: ["full-scan-small", "report-of-all", "search-by-index", "covering-scan", "lower-email", "update", "shell-expert"] },
  "plan/inner-scan": { shows: ["inner-scan"], not: ["cross-join", "join", "automatic-index", "covering-scan"] },
  "plan/cross-join": { shows: ["cross-join"], not: ["cross-join-meant", "join", "inner-scan", "automatic-index", "recursive"] },
  "plan/automatic-index": { shows: ["automatic-index", "affinity"], not: ["affinity-alike", "join"] },
  "plan/covering-scan": { shows: ["covering-scan"], not: ["covering-search", "group-by-index", "distinct-index", "shell-eqp"] },
  "plan/poor-search": { shows: ["exists"], not: ["join", "search-by-index", "correlated-search"] },
  "plan/wrapped-column": { shows: ["lower-email", "collate-email"], not: ["lower-value", "inner-scan", "full-scan"] },
  "plan/affinity-mismatch": { shows: ["affinity"], not: ["affinity-alike", "automatic-index", "join"] },
  "plan/like-without-index": { shows: ["like-binary", "like-open"], not: ["like-nocase", "glob"] },
  "plan/temp-sort": { shows: ["order-by-sorted", "order-by-last-terms", "window"], not: ["order-by-index", "report-of-all", "offset-large"] },
  "plan/temp-group": { shows: ["group-by-sorted"], not: ["group-by-index", "distinct-sorted"] },
  "plan/temp-distinct": { shows: ["distinct-sorted", "count-distinct", "shell-union"], not: ["distinct-index", "union-all", "shell-tree", "merge-compound", "group-by-sorted"] },
  "plan/correlated-subquery": { shows: ["correlated-scan", "correlated-search"], not: ["in-subquery", "left-join", "join"] },
  "plan/multi-index-or": { shows: ["or-same-index"], not: ["or-two-indexes", "in-list"] },
  "plan/skip-scan": { shows: ["skip-scan-analysed"], not: ["skip-scan", "covering-search"] },
  "plan/not-in-nullable": { shows: ["not-in-nullable"], not: ["not-in-guarded", "in-subquery", "except"] },
  "plan/large-offset": { shows: ["offset-large"], not: ["offset-small", "order-by-index"] },
  "plan/statistics": { shows: ["exists", "automatic-index"], not: ["in-subquery-analysed", "materialized-analysed", "union-all", "report-of-all", "full-scan-small"] },
  "plan/shell-advice": { shows: ["shell-expert", "shell-expert-verbose"], not: ["shell-expert-none", "shell-tree"] },
};

let catalog: Catalog;
beforeAll(async () => {
  catalog = await shopCatalog();
});

test("every rule is tried", () => {
  expect(plans.rules.map((rule) => rule.id).sort()).toEqual(Object.keys(cases).sort());
});

describe.each(Object.entries(cases))("%s", (rule, { shows, not }) => {
  test.each(shows)("is seen in %s", (name) => {
    const found = seen(planNamed(name), catalog).filter((one) => one.rule === rule);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(`${one.saw} ${one.matters}`).not.toMatch(/undefined|NaN/);
      expect(one.saw.length).toBeGreaterThan(20);
    }
  });

  test.each(not)("is not seen in %s", (name) => {
    expect(seen(planNamed(name), catalog).filter((one) => one.rule === rule)).toEqual([]);
  });
});

test("the same plan, done in no time or on a small table, is not worth a word", () => {
  for (const name of ["full-scan", "inner-scan", "cross-join", "automatic-index", "covering-scan", "exists", "group-by-sorted", "order-by-sorted", "correlated-scan", "like-binary"]) {
    const { raw, query } = planNamed(name);
    expect(seen(planOf(raw.replace(/ in [0-9.]+ ms/, " in 0.4 ms"), query), catalog), name).toEqual([]);
    const small = raw.replace(/: [0-9,]+ rows( or more)?,/g, ": 40 rows,");
    expect(seen(planOf(small, query), catalog).filter(({ severity }) => severity === "warning"), name).toEqual([]);
  }
});

test("advice of an index is a statement of SQLite, on columns that the table has", () => {
  const index = /^CREATE INDEX \S+ ON (\S+) \((.+)\);$/;
  for (const name of names) {
    for (const { sql } of seen(planNamed(name), catalog)) {
      const match = index.exec(sql ?? "");
      const table = catalog.tables.find((one) => one.name === match?.[1]);
      if (match === null || table === undefined) continue;
      for (const column of (match[2] ?? "").split(", ").filter((part) => /^\w+$/.test(part))) expect(table.columns.map((one) => one.name), `${name}: ${sql ?? ""}`).toContain(column);
    }
  }
});
