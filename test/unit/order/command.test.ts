import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CommandContext } from "../../../src/commands/context.ts";
import { verifyOrder } from "../../../src/commands/migration/verifyOrder.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import { loadEngine } from "../../../src/engines/load.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "verify-order-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function verify(text: string): Promise<ReportBody> {
  await writeFile(path.join(root, "a.sql"), text);
  const engine = await loadEngine("postgresql");
  const context = { cwd: root, language: async () => ({ engine }), signal: new AbortController().signal } as Partial<CommandContext> as CommandContext;
  return verifyOrder(context, { args: { path: "a.sql" }, flags: {} });
}

test("a file that cannot be read is called that, with its place, and no order is shown", async () => {
  const report = await verify("CREATE TABLE a (id integer\nINSERT INTO x;\n");
  expect(report.status).toBe("failed");
  expect(report.summary).toMatch(/^a\.sql cannot be read: line 2, column 1: syntax error at or near "INSERT"\. .*\. Correct it, then verify the order again\.$/);
  expect(report.evidence).toBeUndefined();
  expect((await verify("CRATE TABLE a ();\nSELEC 1;\nSELECT 1;\n")).summary).toMatch(/^a\.sql cannot be read: line 1, column 1: .*, and 1 more place\. Correct them/);
});

test("an order that does not work is shown beside the one that does", async () => {
  const report = await verify("CREATE INDEX i ON a (id);\nCREATE TABLE a (id integer);\n");
  expect(report.summary).toContain("The order of a.sql, 2 statements does not work");
  expect(report.evidence).toMatchObject([{ title: "The order that works", text: "2: CREATE TABLE (table a)\n1: CREATE INDEX (index i)" }]);
});
