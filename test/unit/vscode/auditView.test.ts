import { describe, expect, it } from "vitest";
import type { Report } from "../../../src/core/report/report.ts";
import { readFromAudit, readToAudit } from "../../../src/protocol/audit/messages.ts";
import { auditView } from "../../../src/vscode/audit/auditView.ts";

const report: Report = {
  command: "security-audit", status: "failed", summary: "1 error.", durationMs: 5, files: [], evidence: [],
  findings: [
    { rule: "rls/off", key: "rls/off public.orders", severity: "error", message: "open", object: "public.orders", fix: { title: "Turn it on", sql: "ALTER TABLE orders;", proven: true }, evidence: [{ kind: "table", title: "Row", columns: ["id"], rows: [[null]] }, { kind: "sql", title: "What undoes the fix", sql: "ALTER TABLE orders back;" }] },
    { rule: "schema/undocumented", key: "schema/undocumented public", severity: "info", message: "no comments", object: "public" },
  ],
  data: {
    scope: "full", unseen: ["pg_subscription: permission denied"], baseline: null,
    dismissed: [{ key: "rls/off public.ledger", rule: "rls/off", severity: "error", object: "public.ledger", message: "open", reason: "by law", until: null, at: "2026-11-22", evidence: [{ kind: "text", title: "Read", text: "everybody may read" }, { kind: "evil" }] }],
    trend: { since: "2026-11-20T10:00:00.000Z", new: ["rls/off public.orders"], fixed: ["a", "b"], runs: [5, 4, 1].map((error) => ({ at: "", counts: { error, warning: 0, info: 0 } })) },
    witness: { through: ["rls/off public.orders"], denied: [] },
  },
};
const at = new Date("2026-11-22T22:30:00Z");

describe("an audit as its panel shows it", () => {
  const view = auditView({ report, at, cwd: "/shop", ran: { args: ["full"], flags: {} } });

  it("tells new from known and dismissed, and a fix with what undoes it", () => {
    expect(view.findings.map(({ key, state, tried }) => [key, state, tried])).toEqual([["rls/off public.orders", "new", "through"], ["schema/undocumented public", "known", "no"], ["rls/off public.ledger", "dismissed", "no"]]);
    expect(view.findings[0]?.fix).toEqual({ title: "Turn it on", script: "ALTER TABLE orders;", proven: true, undo: "ALTER TABLE orders back;" });
    expect(view.findings[0]?.evidence).toEqual([{ kind: "table", title: "Row", columns: ["id"], rows: [["NULL"]] }]);
    expect(view.findings[2]?.dismissed).toEqual({ reason: "by law" });
    expect(view.findings[2]?.evidence).toEqual([{ kind: "text", title: "Read", text: "everybody may read" }]);
    expect([view.title, view.trend, view.unseen]).toEqual(["Security audit: full", { since: "2026-11-20 10:00 UTC", words: "1 new, 2 gone. Errors in the last 3 audits: 5, 4, 1." }, ["pg_subscription: permission denied"]]);
  });

  it("lets a baseline say what is new", () => {
    const drawn: Report = { ...report, data: { ...report.data, baseline: { at: "", known: ["rls/off public.orders"], new: ["schema/undocumented public"], gone: [] } } };
    expect(auditView({ report: drawn, at, cwd: "/" }).findings.map(({ state }) => state)).toEqual(["known", "new", "dismissed"]);
  });

  it("is a message of its channel, also where the report says less", () => {
    expect(readToAudit({ type: "show", view })).toBeDefined();
    const bare = auditView({ report: { ...report, data: {} }, at, cwd: "/" });
    expect(readToAudit(JSON.parse(JSON.stringify({ type: "show", view: bare })))).toBeDefined();
    expect([bare.mayRerun, bare.mayDismiss, bare.matrix]).toEqual([false, false, undefined]);
  });
});

describe("a test as a user as its panel shows it", () => {
  const cell = { id: "a", witness: "a", identity: "anonymous", object: "public.orders", form: "table", operation: "select", row: "own", verdict: "allowed", mechanism: "policy", policies: ["orders_read"], rows: 3, code: null, message: null };
  const tested = (cells: readonly object[]): Report => ({ ...report, command: "test-as-user", findings: [], data: { matrix: { cells }, witnesses: { a: [{ kind: "sql", title: "As anonymous", sql: "SELECT 1" }, { kind: "evil" }] } } as unknown as Report["data"] });

  it("is a grid of identities and operations, each cell with its attempts and their witness", () => {
    const { matrix, title } = auditView({ report: tested([{ ...cell, id: "b", witness: "b", operation: "delete", row: "any", verdict: "denied", mechanism: "grant", policies: [], rows: null, code: "42501", message: "permission denied" }, cell, { ...cell, row: "foreign", verdict: "broken" }]), at, cwd: "/", ran: { args: ["7"], flags: {} } });
    expect(title).toBe("Test as user: 7");
    expect([matrix?.identities, matrix?.operations, matrix?.objects]).toEqual([["anonymous"], ["SELECT", "DELETE"], [{ name: "public.orders", form: "table" }]]);
    expect(matrix?.cells.map(({ operation, attempts }) => [operation, attempts.map(({ row, verdict, words, evidence }) => [row, verdict, words, evidence.length])])).toEqual([
      [1, [["any row", "denied", "nothing is granted, 42501: permission denied", 0]]],
      [0, [["own row", "allowed", "a policy lets it through (policy orders_read), 3 rows reached", 1], ["somebody else's row", "error", "a policy lets it through (policy orders_read), 3 rows reached", 1]]],
    ]);
  });
});

describe("what a page may ask", () => {
  it("is one of a few things, each by a key, never a statement", () => {
    expect(readFromAudit({ type: "applyFix", key: "rls/off public.orders" })).toEqual({ type: "applyFix", key: "rls/off public.orders" });
    expect(readFromAudit({ type: "undismiss", key: "rls/off public.orders" })).toEqual({ type: "undismiss", key: "rls/off public.orders" });
    for (const bad of [null, "ready", { type: "run", sql: "DROP TABLE orders" }, { type: "applyFix" }, { type: "undismiss" }, { type: "applyFix", key: 7 }, { type: "export", format: "exe" }, { type: "dismiss", key: "k", reason: "x".repeat(2_001) }, { type: "dismiss", key: "k", reason: "r", until: "for ever and ever" }]) expect(readFromAudit(bad)).toBeUndefined();
  });
});
