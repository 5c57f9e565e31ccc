import { expect, it } from "vitest";
import type { Difference } from "../../../src/core/catalog/diff.ts";
import { toldDifferences } from "../../../src/core/catalog/toldDifferences.ts";

const differences: readonly Difference[] = [
  { kind: "column", key: "column notes._id", change: "removed", facts: [] },
  { kind: "constraint", key: "constraint notes._id_", change: "removed", facts: [] },
  { kind: "index", key: "index orders.a_1", change: "added", facts: [] },
  { kind: "table", key: "table notes", change: "removed", facts: [] },
];

it("tells of a collection by its name alone", () => {
  expect(toldDifferences(differences, "mongodb").map(({ key }) => key)).toEqual(["index orders.a_1", "collection notes"]);
});

it("leaves every difference of an engine with tables", () => {
  expect(toldDifferences(differences, "mysql")).toBe(differences);
});
