import { expect, test } from "vitest";
import { verdictOf } from "../../../src/commands/security/policy/verdict.ts";
import type { Tried } from "../../../src/commands/security/policy/prove.ts";
import type { Outcome, RowOf } from "../../../src/core/access/attempt.ts";

const user = { name: "user", settings: {}, owns: ["1"] };
const nobody = { name: "anonymous", settings: {}, owns: [] };
const outcome = (verdict: Outcome["verdict"], message?: string): Outcome => ({ verdict, policies: [], witness: [], ...(message === undefined ? {} : { message }) });
const tried = (identity: Tried["identity"], row: RowOf, expected: Tried["verdict"], after: Outcome): Tried => ({ identity, row, operation: "select", verdict: expected, object: { form: "table", schema: "public", name: "t" }, before: outcome("allowed"), after });

const own = tried(user, "own", "allowed", outcome("allowed"));
const foreign = tried(user, "foreign", "denied", outcome("denied"));
const unnamed = tried(nobody, "any", "denied", outcome("denied"));

test("own rows reached, others' not, nobody without a name: proven", () => {
  expect(verdictOf("public.t", [own, foreign, unnamed])).toEqual({ proven: true, inPart: false, findings: [] });
});

test("what still goes through refutes it, and says who", () => {
  const verdict = verdictOf("public.t", [own, tried(user, "foreign", "denied", { ...outcome("allowed"), policies: ["old"] }), unnamed]);
  expect(verdict.proven).toBe(false);
  expect(verdict.findings).toMatchObject([{ rule: "policy/still-open", severity: "error", message: expect.stringContaining("Decided by old") as string }]);
});

test("an owner who is locked out refutes it", () => {
  expect(verdictOf("public.t", [tried(user, "own", "allowed", outcome("denied")), own, foreign, unnamed])).toMatchObject({ proven: false, findings: [{ rule: "policy/locks-out" }] });
});

test("what could not be tried proves nothing", () => {
  for (const missing of [own, foreign, unnamed]) {
    const rest = [own, foreign, unnamed].map((one) => (one === missing ? { ...one, after: outcome("error", "Not tested: a parent is missing.") } : one));
    const verdict = verdictOf("public.t", rest);
    expect(verdict.proven).toBe(false);
    expect(verdict.findings.map(({ rule }) => rule)).toEqual(["policy/unproven", "policy/not-tried"]);
  }
  expect(verdictOf("public.t", []).proven).toBe(false);
});

test("somebody who is kept from nothing does not show that an owner reaches an own row", () => {
  const writer = tried({ ...user, name: "writer" }, "own", "allowed", outcome("allowed"));
  const verdict = verdictOf("orders", [{ ...own, after: outcome("error", "no view") }, foreign, unnamed, writer]);
  expect(verdict).toMatchObject({ proven: false, findings: [{ message: expect.stringContaining("somebody still reaches an own row") as string }, { rule: "policy/not-tried" }] });
});

test("where rows are nobody's own, somebody whose role may is who still reaches them", () => {
  const admin = { ...user, name: "role admin" };
  expect(verdictOf("channels", [tried(admin, "foreign", "allowed", outcome("allowed")), foreign, unnamed])).toMatchObject({ proven: true, findings: [] });
  expect(verdictOf("channels", [tried(admin, "foreign", "allowed", outcome("error", "no row")), foreign, unnamed]).proven).toBe(false);
});

test("what a server cannot try at all leaves a part, which is told with its reason and is not proven", () => {
  const after = outcome("error", "nobody can log in");
  const verdict = verdictOf("orders", [own, foreign, { ...unnamed, after }, { ...unnamed, operation: "insert", after }], "this server knows no logins");
  expect(verdict).toMatchObject({ proven: false, inPart: true });
  expect(verdict.findings.map(({ message }) => message)).toEqual([
    "The trial did not show that nobody reaches a row without saying who he is: this server knows no logins.", "read a row of public.t, as anonymous; insert a row of public.t, as anonymous could not be tried: nobody can log in.",
  ]);
  expect(verdictOf("orders", [own, { ...foreign, after: outcome("allowed") }, { ...unnamed, after }], "this server knows no logins").inPart).toBe(false);
});
