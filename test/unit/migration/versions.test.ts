import fc from "fast-check";
import { expect, test } from "vitest";
import { compareVersions, readVersion, versionKey } from "../../../src/core/migration/versions.ts";

const sorted = (versions: readonly string[]): string[] => [...versions].sort(compareVersions);

test("orders numbers, parts, letters and dates as people do", () => {
  expect(sorted(["1.2.10", "1.2.9", "2", "10", "1"])).toEqual(["1", "1.2.9", "1.2.10", "2", "10"]);
  expect(sorted(["002", "001b", "001a"])).toEqual(["001a", "001b", "002"]);
  expect(sorted(["2017-09-23", "20170309122510", "20171001"])).toEqual(["20170309122510", "2017-09-23", "20171001"]);
  expect(sorted(["20240101120000", "3"])).toEqual(["3", "20240101120000"]);
});

test("equal versions have equal keys", () => {
  expect(versionKey("1.2.0")).toBe(versionKey("1.2"));
  expect(versionKey("2019-02-26-002946")).toBe(versionKey("20190226002946"));
  expect(versionKey("007")).toBe(versionKey("7"));
  expect(versionKey("0.10/00")).not.toBe(versionKey("0.1/00"));
});

test("reads the version of a name", () => {
  expect(readVersion("004_add_total")).toEqual({ version: "004", name: "add_total" });
  expect(readVersion("2017-09-23-101500_create-x")).toEqual({ version: "2017-09-23-101500", name: "create-x" });
  expect(readVersion("0001")).toEqual({ version: "0001", name: "0001" });
  expect(readVersion("schema")).toBeNull();
});

test("the order is total and agrees with the keys", () => {
  const version = fc.stringMatching(/^\d{1,14}([._]\d{1,3}){0,3}[a-c]?$/);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      expect(compareVersions(a, b) === 0).toBe(versionKey(a) === versionKey(b));
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
