import { expect, test } from "vitest";
import { untestedFindings } from "../../../src/commands/security/testAsUser/findings.ts";
import type { Attempted } from "../../../src/core/access/attempt.ts";

const attempted = (message: string, name = "user 7"): Attempted => ({
  identity: { name, settings: {}, owns: [] }, operation: "select", object: { form: "table", schema: "public", name: "notes" }, row: "own",
  outcome: { verdict: "error", policies: [], message, witness: [] },
});

test("cells that could not be tested for one reason are one finding", () => {
  expect(untestedFindings([attempted("no parent"), attempted("no parent", "user 8")])).toMatchObject([{ key: "access/untested public.notes user 7: select own", message: expect.stringMatching(/^2 cells of public\.notes/) as string }]);
});

test("those for another reason have a key of their own, although who tried what is called the same", () => {
  const keys = untestedFindings([attempted("no parent"), attempted("a trigger failed"), attempted("a check failed")]).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
  expect(keys[0]).toBe("access/untested public.notes user 7: select own");
});
