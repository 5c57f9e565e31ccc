import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { Report } from "../../../src/core/report/report.ts";
import { tools } from "../../../src/vscode/chat/tools.ts";
import { answering } from "../editor.ts";

async function call(name: string, input: object): Promise<Report> {
  const { content: [part] } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Report;
}

const inputs: Readonly<Record<string, object>> = {
  data_engineer_verify_order: { path: "migrations" },
  data_engineer_dry_run: { path: "migrations/001_customers.up.sql" },
  data_engineer_snapshot: { label: "from-chat" },
  data_engineer_smoke_test: {},
  data_engineer_security_audit: { scope: "schema" },
  data_engineer_analyze_performance: { type: "query", query: "SELECT name FROM sqlite_schema ORDER BY name" },
  data_engineer_design_indexes: { query: "SELECT name FROM sqlite_schema ORDER BY name" },
  data_engineer_run_sql: { sql: "SELECT 41 + 1 AS answer" },
};

describe("language-model tools", () => {
  it("are registered, each with its schema", () => {
    const registered = vscode.lm.tools.filter(({ name }) => name.startsWith("data_engineer_"));
    assert.deepEqual(registered.map(({ name }) => name).sort(), tools.map(({ name }) => name).sort());
    for (const { name, inputSchema } of registered) assert.equal((inputSchema as { readonly type?: string } | undefined)?.type, "object", name);
  });

  // The workbench agrees by itself to what a tool asks before a call while it is under test; what the extension asks, it leaves to us.
  for (const { name, command } of tools) {
    it(`${name} runs on the real database`, async () => {
      const report = await call(name, inputs[name] ?? {});
      assert.deepEqual([report.command, report.status], [command, "passed"], report.summary);
    });
  }

  it("ask before anything is written, and write nothing without an answer", async () => {
    const write = { sql: "CREATE TABLE by_a_model (id INTEGER PRIMARY KEY)" };
    const declined = await answering(() => undefined, () => call("data_engineer_run_sql", write));
    assert.equal(declined.value.status, "refused");
    assert.match(declined.asked[0]?.message ?? "", /Run 1 statement/);
    const tables = async (): Promise<unknown> => (await call("data_engineer_run_sql", { sql: "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'by_a_model'" })).data["statements"];
    assert.match(JSON.stringify(await tables()), /"rows":\[\[0\]\]/);
    const agreed = await answering(({ buttons }) => buttons[0], () => call("data_engineer_run_sql", write));
    assert.equal(agreed.value.status, "passed", agreed.value.summary);
    assert.match(JSON.stringify(await tables()), /"rows":\[\[1\]\]/);
  });
});
