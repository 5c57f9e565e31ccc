import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../../src/agent/exitCode.ts";
import { renderMarkdown } from "../../../src/core/report/render/markdown.ts";
import { renderSarif } from "../../../src/core/report/render/sarif.ts";
import { renderText } from "../../../src/core/report/render/text.ts";
import type { Report } from "../../../src/core/report/report.ts";

const hostile = "public.<img src=x onerror=alert(1)>";
const report: Report = {
  command: "security-audit", status: "failed", summary: "1 error, 1 warning found.", durationMs: 5, files: [], evidence: [],
  findings: [
    { rule: "rls/off", key: `rls/off ${hostile}`, severity: "error", message: "Anybody reads it.", object: hostile, known: true },
    { rule: "schema/no-primary-key", key: "schema/no-primary-key public.log", severity: "warning", message: "No key.", object: "public.log" },
  ],
  data: {
    rules: [
      { id: "rls/off", title: "Row security is off", why: "Whoever has a grant sees all rows.", scope: "rls", found: 1 },
      { id: "rls/unseen", title: "Never found", why: "It is told all the same.", scope: "rls", found: 0 },
      { id: "schema/no-primary-key", title: "A table without a key", why: "Rows cannot be told apart.", scope: "schema", found: 1 },
    ],
    dismissed: [{ key: "rls/off public.cities", rule: "rls/off", severity: "error", object: "public.cities", message: "Anybody reads it.", reason: "public data", until: "2027-01-01", at: "2026-11-22T00:00:00Z" }],
  },
};

interface Sarif {
  readonly runs: readonly { readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }; readonly results: readonly Record<string, unknown>[] }[];
}

describe("SARIF of an audit", () => {
  const [run] = (JSON.parse(renderSarif(report)) as Sarif).runs;

  it("tells every rule that was looked for, with its title and why", () => {
    expect(run!.tool.driver.rules).toEqual([
      { id: "rls/off", name: "RlsOff", shortDescription: { text: "Row security is off" }, fullDescription: { text: "Whoever has a grant sees all rows." }, help: { text: "Whoever has a grant sees all rows." } },
      { id: "rls/unseen", name: "RlsUnseen", shortDescription: { text: "Never found" }, fullDescription: { text: "It is told all the same." }, help: { text: "It is told all the same." } },
      expect.objectContaining({ id: "schema/no-primary-key" }),
    ]);
  });

  it("knows findings again by their keys, those of the baseline as such, and tells accepted ones with the reason", () => {
    expect(run!.results).toMatchObject([
      { ruleId: "rls/off", ruleIndex: 0, partialFingerprints: { "dataEngineer/v1": `rls/off ${hostile}` }, baselineState: "unchanged" },
      { ruleId: "schema/no-primary-key", ruleIndex: 2, partialFingerprints: { "dataEngineer/v1": "schema/no-primary-key public.log" }, baselineState: "new" },
      { ruleId: "rls/off", ruleIndex: 0, level: "error", suppressions: [{ kind: "external", status: "accepted", justification: "public data (until 2027-01-01)" }], partialFingerprints: { "dataEngineer/v1": "rls/off public.cities" } },
    ]);
  });
});

it("the text and the Markdown show the key that --dismiss takes, and what the baseline knows", () => {
  expect(renderText(report)).toContain(`  error Anybody reads it. (rls/off ${hostile}, in the baseline)\n`);
  expect(renderText(report)).toContain("  warning No key. (schema/no-primary-key public.log)\n");
  expect(renderMarkdown(report)).toContain(`(\`rls/off ${hostile}\`, in the baseline)`);
});

it("an error that the baseline knows fails no run", () => {
  expect(exitCodeOf({ ...report, status: "passed" })).toBe(0);
  expect(exitCodeOf({ ...report, status: "passed", findings: [{ ...report.findings[0]!, known: undefined as never }] })).toBe(1);
});
