import { describe, expect, it } from "vitest";
import { likelyCommands, readRequest } from "../../../src/vscode/chat/request.ts";
import { toolResult, tools, toolWords } from "../../../src/vscode/chat/tools.ts";

describe("chat requests", () => {
  it("read a slash command, a line with and without asterisk, and leave free text alone", () => {
    expect(readRequest("dryRun", "migrations --to 004")).toEqual({ command: "*dry-run", args: ["migrations"], flags: { to: "004" } });
    expect(readRequest(undefined, "*verify-order migrations")).toMatchObject({ command: "*verify-order", args: ["migrations"] });
    expect(readRequest(undefined, "snapshot before")).toMatchObject({ command: "snapshot", args: ["before"] });
    expect(readRequest(undefined, "how do I keep my data safe?")).toBeUndefined();
  });

  it("find what a free text may mean", () => {
    expect(likelyCommands("please test my migration without committing").map((entry) => entry.name)[0]).toBe("dry-run");
    expect(likelyCommands("xyzzy")).toEqual([]);
  });
});

describe("language-model tools", () => {
  const runSql = tools.find((tool) => tool.command === "run-sql")!;

  it("turn an input into words and leave out what has no place", () => {
    expect(toolWords(runSql, { sql: "SELECT 1", explain: true, page: 2, url: "postgres://x" })).toEqual({ args: ["SELECT 1"], flags: { explain: true, page: "2" } });
    expect(toolWords(runSql, { sql: 7, explain: false })).toEqual({ args: [], flags: {} });
  });

  it("leave out what was executed and looked for where an audit is long, before anything is cut", () => {
    const finding = { rule: "rls/off", key: "rls/off public.orders", severity: "error", message: "open", evidence: [{ kind: "text", title: "t", text: "y".repeat(9_000) }] } as const;
    const told = toolResult({ command: "security-audit", status: "failed", summary: "s", findings: [finding, finding], evidence: [], data: { rules: ["z".repeat(9_000)], scope: "full" }, files: [], durationMs: 1 });
    expect(JSON.parse(told)).toMatchObject({ findings: [{ key: "rls/off public.orders" }, {}], data: { scope: "full" } });
    expect(told).not.toMatch(/yyy|zzz/);
  });

  it("cut a long result and say so", () => {
    const report = { command: "run-sql", status: "passed", summary: "x".repeat(20_000), findings: [], evidence: [], data: {}, files: [], durationMs: 1 } as const;
    expect(toolResult(report).length).toBeLessThan(12_200);
    expect(toolResult(report)).toMatch(/cut; ask for less/);
  });
});
