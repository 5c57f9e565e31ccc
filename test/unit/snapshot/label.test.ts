import fc from "fast-check";
import { expect, test } from "vitest";
import { checkLabel, labelFrom, snapshotId } from "../../../src/core/snapshot/label.ts";

test("labels that are safe as a folder's name pass, others are refused with advice", () => {
  for (const label of ["before-launch", "v1.2", "_x", "a"]) expect(checkLabel(label)).toBe(label);
  for (const label of ["", ".", "..", "a/b", "a\\b", "-x", ".x", "x.", "ä", "a b", "a\n", "x".repeat(65)]) {
    expect(() => checkLabel(label), label).toThrowError(expect.objectContaining({ kind: "usage", reason: "badArgument" }) as Error);
  }
});

test("any text becomes a label that passes", () => {
  fc.assert(fc.property(fc.string(), (text) => checkLabel(labelFrom(text)) !== ""));
});

test("ids sort by time", () => {
  expect(snapshotId(new Date("2026-03-01T10:00:00.005Z"), "x")).toBe("20260301T100000005Z-x");
  expect(snapshotId(new Date("2025-12-31T23:59:59Z"), "z") < snapshotId(new Date("2026-01-01T00:00:00Z"), "a")).toBe(true);
});
