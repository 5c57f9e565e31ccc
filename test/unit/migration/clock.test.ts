import { expect, test } from "vitest";
import { describeDifference } from "../../../src/core/catalog/diff.ts";
import type { Difference } from "../../../src/core/catalog/diff.ts";
import { onlyTheClock } from "../../../src/core/migration/dryRun/clock.ts";

const since = Date.parse("2026-01-10T12:00:00Z");
const view = (before: string, after: string): Difference => ({ kind: "view", key: "view public.v", change: "changed", facts: [{ name: "query", before, after }] });

test("the moment at which a view was made does not count, any other time does", () => {
  expect(onlyTheClock(view("SELECT '2026-01-10 12:00:01.5'::timestamp", "SELECT '2026-01-10 12:00:03'::timestamp"), since)).toBe(true);
  expect(onlyTheClock(view("SELECT '2026-01-10 12:00:01+00'::timestamptz", "SELECT '2026-01-10 12:00:03+00'::timestamptz"), since)).toBe(true);
  expect(onlyTheClock(view("SELECT '2020-01-10 12:00:01'::timestamp", "SELECT '2026-01-10 12:00:03'::timestamp"), since)).toBe(false);
  expect(onlyTheClock(view("SELECT '2026-01-10 12:00:01'::timestamp, 1", "SELECT '2026-01-10 12:00:03'::timestamp, 2"), since)).toBe(false);
  expect(onlyTheClock({ ...view("a", "a"), change: "removed" }, since)).toBe(false);
});

test("long texts are shown where they part", () => {
  const long = "x".repeat(1000);
  const sentence = describeDifference(view(`${long}a${long}`, `${long}b${long}`));
  expect(sentence.length).toBeLessThan(500);
  expect(sentence).toMatch(/query was … x+ax+ …, is … x+bx+ …/);
});
