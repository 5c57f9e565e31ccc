import { expect, it } from "vitest";
import { requests } from "../../../src/engines/mysql/together.ts";

it("statements go together as long as their bytes fit into one request", () => {
  expect(requests([], 100)).toEqual([]);
  expect(requests(["SELECT 1", "SELECT 2", "SELECT 3"], 1000)).toEqual([["SELECT 1", "SELECT 2", "SELECT 3"]]);
  expect(requests(["SELECT 1", "SELECT 2", "SELECT 3"], 20)).toEqual([["SELECT 1", "SELECT 2"], ["SELECT 3"]]);
  expect(requests(["SELECT '€'", "SELECT '€'"], 25)).toEqual([["SELECT '€'"], ["SELECT '€'"]]);
  expect(requests(["SELECT 'longer than all of it'"], 5)).toEqual([["SELECT 'longer than all of it'"]]);
});
