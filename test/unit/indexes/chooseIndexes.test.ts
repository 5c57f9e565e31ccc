import { expect, test } from "vitest";
import type { IndexBench, Measurement, WeightedQuery } from "../../../src/core/indexes/bench.ts";
import { chooseIndexes } from "../../../src/core/indexes/choose.ts";
import type { Candidate } from "../../../src/core/indexes/choose/candidate.ts";
import { draftKey, draftText, type IndexDraft } from "../../../src/core/indexes/indexDraft.ts";

const draft = (table: string, ...columns: readonly string[]): IndexDraft => ({ schema: "s", table, method: "btree", keys: columns.map((column) => ({ part: { text: column, columns: [column], expression: false }, descending: false })), carried: [] });
const candidate = (of: IndexDraft, serves: readonly string[], writes = 0): Candidate => ({ draft: of, serves, writes });

/** A bench that knows what each query costs with which indexes in place. */
function bench(cost: (query: string, indexes: readonly string[]) => readonly [number, ...string[]], more: { readonly bytes?: (draft: IndexDraft) => number; readonly refuses?: string } = {}): IndexBench & { readonly standing: () => readonly string[] } {
  const there = new Map<string, string>();
  let count = 0;
  return {
    form: "shadow", place: "nowhere", unit: "blocks", executed: true, perWrite: 1, least: 4, dear: false, notes: [],
    standing: () => [...there.values()],
    measure: ({ id }): Promise<Measurement> => {
      const [blocks, ...used] = cost(id, [...there.values()]);
      return Promise.resolve({ cost: blocks, used: [...there].filter(([, text]) => used.includes(text)).map(([name]) => name), plan: "" });
    },
    make: (made) => {
      if (draftText(made) === more.refuses) return Promise.resolve({ refused: "no" });
      count += 1;
      there.set(`i${count}`, draftText(made));
      return Promise.resolve({ name: `i${count}`, bytes: more.bytes?.(made) ?? made.keys.length * 1000, estimated: false });
    },
    drop: ({ name }) => Promise.resolve(void there.delete(name)),
  };
}

async function choose(on: IndexBench, queries: readonly WeightedQuery[], candidates: readonly Candidate[], options: { readonly most?: number; readonly groups?: readonly (readonly string[])[] } = {}): Promise<Awaited<ReturnType<typeof chooseIndexes>>> {
  const before = new Map<string, Measurement>();
  for (const query of queries) before.set(query.id, await on.measure(query));
  return chooseIndexes(on, queries, before, candidates, { most: options.most ?? 8, groups: options.groups ?? [], signal: new AbortController().signal, progress: () => undefined });
}

const one: readonly WeightedQuery[] = [{ id: "q", sql: "", calls: 1 }];
const texts = (choice: Awaited<ReturnType<typeof chooseIndexes>>): readonly string[] => choice.chosen.map((chosen) => draftText(chosen.candidate.draft));

test("the one that helps most is chosen", async () => {
  const on = bench((_, indexes) => (indexes.includes("(a, b)") ? [10, "(a, b)"] : indexes.includes("(a)") ? [100, "(a)"] : [1000]));
  expect(texts(await choose(on, one, [candidate(draft("t", "a"), ["q"]), candidate(draft("t", "a", "b"), ["q"])]))).toEqual(["(a, b)"]);
});

test("of those that help about as much the smallest is chosen", async () => {
  const on = bench((_, indexes) => (indexes.includes("(a, b, c)") ? [10, "(a, b, c)"] : indexes.includes("(a, b)") ? [12, "(a, b)"] : [1000]));
  expect(texts(await choose(on, one, [candidate(draft("t", "a", "b", "c"), ["q"]), candidate(draft("t", "a", "b"), ["q"])]))).toEqual(["(a, b)"]);
});

test("an index that the plan does not use, or that spares next to nothing, is thrown away", async () => {
  const unused = bench((_, indexes) => (indexes.length > 0 ? [10] : [1000]));
  expect(texts(await choose(unused, one, [candidate(draft("t", "a"), ["q"])]))).toEqual([]);
  const small = bench((_, indexes) => (indexes.length > 0 ? [95, "(a)"] : [100]));
  expect(texts(await choose(small, one, [candidate(draft("t", "a"), ["q"])]))).toEqual([]);
  expect(small.standing()).toEqual([]);
});

test("writes can cost more than a query gains", async () => {
  const on = bench((_, indexes) => (indexes.length > 0 ? [10, "(a)"] : [1000]));
  expect(texts(await choose(on, one, [candidate(draft("t", "a"), ["q"], 2000)]))).toEqual([]);
  expect(texts(await choose(on, [{ id: "q", sql: "", calls: 3 }], [candidate(draft("t", "a"), ["q"], 2000)]))).toEqual(["(a)"]);
});

test("an index that only helps beside another is found", async () => {
  const on = bench((_, indexes) => (indexes.includes("(a)") && indexes.includes("(b)") ? [10, "(a)", "(b)"] : indexes.includes("(a)") ? [500, "(a)"] : [1000]));
  expect([...texts(await choose(on, one, [candidate(draft("u", "b"), ["q"]), candidate(draft("t", "a"), ["q"])]))].sort()).toEqual(["(a)", "(b)"]);
});

test("indexes that help only together are taken together", async () => {
  const [a, b] = [draft("t", "a"), draft("t", "b")];
  const on = bench((_, indexes) => (indexes.includes("(a)") && indexes.includes("(b)") ? [10, "(a)", "(b)"] : [1000]));
  const choice = await choose(on, one, [candidate(a, ["q"]), candidate(b, ["q"])], { groups: [[draftKey(a), draftKey(b)]] });
  expect(texts(choice)).toEqual(["(a)", "(b)"]);
  expect(choice.stopped).toContain("taken together");
  const never = bench(() => [1000]);
  expect(texts(await choose(never, one, [candidate(a, ["q"]), candidate(b, ["q"])], { groups: [[draftKey(a), draftKey(b)]] }))).toEqual([]);
  expect(never.standing()).toEqual([]);
});

test("an index that a later one makes unnecessary is taken out again", async () => {
  const queries: readonly WeightedQuery[] = [{ id: "p", sql: "", calls: 1 }, { id: "q", sql: "", calls: 1 }];
  const on = bench((query, indexes) => {
    if (query === "p") return indexes.includes("(a)") ? [10, "(a)"] : indexes.includes("(a, b)") ? [11, "(a, b)"] : [2000];
    return indexes.includes("(a, b)") ? [10, "(a, b)"] : [1500];
  }, { bytes: (of) => (of.keys.length > 1 ? 100_000 : 10) });
  const choice = await choose(on, queries, [candidate(draft("t", "a"), ["p"]), candidate(draft("t", "a", "b"), ["p", "q"])]);
  expect(texts(choice)).toEqual(["(a, b)"]);
  expect(on.standing()).toEqual(["(a, b)"]);
});

test("what the server refuses is told and left out", async () => {
  const on = bench((_, indexes) => (indexes.length > 0 ? [10, "(a)"] : [1000]), { refuses: "(b)" });
  const choice = await choose(on, one, [candidate(draft("t", "b"), ["q"]), candidate(draft("t", "a"), ["q"])]);
  expect(texts(choice)).toEqual(["(a)"]);
  expect(choice.refused.map(({ why }) => why)).toEqual(["no"]);
});

test("no more are chosen than were asked for", async () => {
  const queries: readonly WeightedQuery[] = [{ id: "p", sql: "", calls: 1 }, { id: "q", sql: "", calls: 1 }];
  const on = bench((query, indexes) => (query === "p" ? (indexes.includes("(a)") ? [10, "(a)"] : [1000]) : indexes.includes("(b)") ? [10, "(b)"] : [900]));
  const choice = await choose(on, queries, [candidate(draft("t", "a"), ["p"]), candidate(draft("t", "b"), ["q"])], { most: 1 });
  expect(texts(choice)).toEqual(["(a)"]);
  expect(choice.stopped).toBe("no more than 1 was asked for");
});
