import { expect, test } from "vitest";
import type { AccessObject, Attempted, Outcome, RowOf } from "../../../src/core/access/attempt.ts";
import { type Cell, cellOf, tryName } from "../../../src/core/access/cell.ts";
import type { Identity } from "../../../src/core/access/identity.ts";
import { compareSpec, differenceText, specOf } from "../../../src/core/access/spec.ts";
import { readSpec, writeSpec } from "../../../src/core/access/specFile.ts";
import { suite } from "../../../src/core/access/suite.ts";
import { suspicions } from "../../../src/core/access/suspicion.ts";

const notes: AccessObject = { form: "table", schema: "public", name: "notes" };
const me: Identity = { name: "user 7", settings: {}, owns: ["7"] };
const nobody: Identity = { name: "anonymous", settings: {}, owns: [] };

function made(rows: readonly RowOf[], identity: Identity, mayMove = true, readOnly = false, undeletable = false): string[] {
  return suite({ identities: [identity], objects: [notes], rowsOf: () => rows, mayMove: () => mayMove, possible: (_, operation) => operation !== "delete" || !undeletable, readOnly }).map(tryName);
}

test("a person tries everything on own and foreign rows, gives away own ones and takes over others", () => {
  expect(made(["own", "foreign"], me)).toEqual(["select own", "select foreign", "insert own", "insert foreign", "insertReturning own", "insertReturning foreign", "update own", "update foreign", "changeOwner own", "takeOver foreign", "delete own", "delete foreign", "truncate"]);
  expect(made(["own", "otherTenant"], me)).toContain("changeOwner otherTenant");
});

test("who owns nothing has no own rows; a row that is nobody's cannot change hands; explore mode only reads", () => {
  expect(made(["own", "otherTenant"], nobody)).toEqual(["select otherTenant", "insert otherTenant", "insertReturning otherTenant", "update otherTenant", "delete otherTenant", "truncate"]);
  expect(made(["any"], me, true, false, true)).toEqual(["select", "insert", "insertReturning", "update", "truncate"]);
  expect(made(["any"], me)).toEqual(["select", "insert", "insertReturning", "update", "delete", "truncate"]);
  expect(made(["own", "foreign"], me, false)).not.toContain("takeOver foreign");
  expect(made(["own", "foreign"], me, true, true)).toEqual(["select own", "select foreign"]);
});

const outcome = (fields: Partial<Outcome>): Outcome => ({ verdict: "allowed", mechanism: "policy", policies: ["p"], witness: [], ...fields });
const tried = (identity: Identity, operation: Attempted["operation"], row: RowOf, fields: Partial<Outcome> = {}): Attempted => ({ identity, operation, object: notes, row, outcome: outcome(fields) });

test("reaching somebody else's row is suspicious, by nobody or without row security the most; sharing within a tenant is not", () => {
  const told = (...all: Attempted[]): string[] => suspicions(all).map(({ rule, severity }) => `${rule} ${severity}`);
  expect(told(tried(me, "select", "own"), tried(me, "select", "foreign", { verdict: "denied" }))).toEqual([]);
  expect(told(tried(me, "select", "foreign"), tried(me, "select", "foreign", { mechanism: "open" }), tried(nobody, "delete", "foreign"), tried(me, "truncate", "any", { mechanism: "open" }))).toEqual(["access/reads-others warning", "access/reads-others error", "access/changes-others error", "access/truncate error"]);
  expect(told(tried(me, "select", "foreign"), tried(me, "select", "otherTenant", { verdict: "denied" }))).toEqual([]);
  expect(told(tried(me, "select", "foreign", { mechanism: "bypass" }))).toEqual([]);
});

const cells: readonly Cell[] = [tried(me, "select", "own"), tried(me, "select", "foreign", { verdict: "denied" }), tried(nobody, "delete", "foreign", { verdict: "error" })].map(cellOf);

test("a specification comes back as it was written, serves for another user, and differences are told cell by cell", () => {
  const spec = readSpec(writeSpec(specOf(cells, { as: "claims" }, ["user 7"])), "access.json");
  expect(spec.expected).toEqual({ "public.notes": { user: { "select own": "allowed", "select foreign": "denied" }, anonymous: { "delete foreign": "untested" } } });
  const other = cells.map((cell) => (cell.identity === "user 7" ? { ...cell, identity: "user 8" } : cell));
  expect(compareSpec(spec, other, ["user 8"])).toEqual([]);
  const worse = other.map((cell) => (tryName(cell) === "select foreign" ? { ...cell, verdict: "allowed" as const } : cell)).slice(0, 2);
  expect(compareSpec(spec, worse, ["user 8"]).map(differenceText)).toEqual([
    "public.notes: user, select foreign should be denied and is allowed.",
    "public.notes: anonymous, delete foreign should be untested and was not tried: the object or the identity is not there.",
  ]);
});

test("an untested cell is no denial", () => {
  const spec = specOf(cells, {}, ["user 7"]);
  const failed = cells.map((cell) => ({ ...cell, verdict: "error" as const }));
  expect(compareSpec(spec, failed, ["user 7"]).map(({ tried: what, found }) => `${what} ${String(found)}`)).toEqual(["select own untested", "select foreign untested"]);
});

test.each([["", "Expected"], ["[]", "no object"], [`{"version":2}`, "version"], [`{"version":1}`, "expected"], [`{"version":1,"expected":{"a":{"b":{"c":"maybe"}}}}`, "maybe"], [`{"version":1,"expected":{},"role":7}`, "role"]])("a file that is no specification is refused: %s", (text, why) => {
  expect(() => readSpec(text === "" ? "{" : text, "x.json")).toThrow(new RegExp(text === "" ? "x.json is no specification" : why));
});
