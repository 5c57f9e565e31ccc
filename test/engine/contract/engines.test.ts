import { expect, test } from "vitest";
import { engines, missingEngines } from "../engines.ts";

test("engines that cannot be had are named, and none that is required is missing", () => {
  for (const { name, reason } of missingEngines) console.warn(`MISSING ENGINE ${name}: ${reason}; its contract was not tested.`);
  expect(missingEngines.filter((engine) => engine.required).map((engine) => `${engine.name}: ${engine.reason}`)).toEqual([]);
  expect(engines.length).toBeGreaterThan(0);
});
