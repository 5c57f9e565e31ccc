import { describe, expect, it } from "vitest";
import { renderJson } from "../../../src/core/report/render/json.ts";
import { renderSarif } from "../../../src/core/report/render/sarif.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { sample } from "./sample.ts";

describe("renderJson", () => {
  it("is the report, one object", () => {
    expect(JSON.parse(renderJson(sample))).toEqual(sample);
    expect(renderJson(sample).trimStart().startsWith("{")).toBe(true);
  });

  it("holds no character that a terminal obeys", () => {
    const report: Report = { ...sample, summary: "\u001b[2J\u009b31m\u007f\u2028" };
    expect(renderJson(report)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028]/);
    expect((JSON.parse(renderJson(report)) as Report).summary).toBe(report.summary);
  });
});

describe("renderSarif", () => {
  const log = JSON.parse(renderSarif(sample)) as { version: string; runs: Record<string, unknown>[] };

  it("is a SARIF 2.1.0 log with rules, results, regions from 1 and fixes", () => {
    expect(log).toEqual({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "Data Engineer",
              rules: [
                { id: "access/superuser", name: "AccessSuperuser", shortDescription: { text: "access superuser" } },
                { id: "dry-run/no-down-script", name: "DryRunNoDownScript", shortDescription: { text: "dry run no down script" } },
                { id: "order/missing-table", name: "OrderMissingTable", shortDescription: { text: "order missing table" } },
                { id: "order/unused", name: "OrderUnused", shortDescription: { text: "order unused" } },
              ],
            },
          },
          columnKind: "utf16CodeUnits",
          originalUriBaseIds: { WORKSPACE: { description: { text: "The workspace folder" } } },
          invocations: [{ executionSuccessful: false, toolExecutionNotifications: [{ level: "error", message: { text: "1 of 2 migrations failed. Mend 004, then run it again." } }] }],
          results: [
            { ruleId: "dry-run/no-down-script", ruleIndex: 1, level: "warning", message: { text: "005 has no down script." }, locations: [{ physicalLocation: { artifactLocation: { uri: "migrations/005.sql", uriBaseId: "WORKSPACE" } } }] },
            {
              ruleId: "order/missing-table",
              ruleIndex: 2,
              level: "error",
              message: { text: "orders is used before it is created." },
              locations: [{ physicalLocation: { artifactLocation: { uri: "migrations/004.sql", uriBaseId: "WORKSPACE" }, region: { startLine: 12, startColumn: 5, endLine: 12, endColumn: 11 } }, logicalLocations: [{ fullyQualifiedName: "public.orders" }] }],
              fixes: [{ description: { text: "Move the statement up" }, artifactChanges: [{ artifactLocation: { uri: "migrations/004.sql", uriBaseId: "WORKSPACE" }, replacements: [{ deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }, insertedContent: { text: "CREATE TABLE orders ();\n" } }] }] }],
              properties: { fix: "Move the statement up", proven: true },
            },
            { ruleId: "order/unused", ruleIndex: 3, level: "note", message: { text: "A note." }, locations: [{ physicalLocation: { artifactLocation: { uri: "migrations/004.sql", uriBaseId: "WORKSPACE" }, region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 4 } } }] },
            { ruleId: "access/superuser", ruleIndex: 0, level: "warning", message: { text: "app is a superuser." }, locations: [{ logicalLocations: [{ fullyQualifiedName: "app" }] }], properties: { fix: "Take it away", proven: false, sql: "ALTER ROLE app NOSUPERUSER" } },
          ],
          properties: { command: "dry-run", status: "failed", summary: "1 of 2 migrations failed." },
        },
      ],
    });
  });

  it("writes paths as URIs", () => {
    const finding = (file: string): Report["findings"][number] => ({ rule: "a/b", severity: "error", message: "m", file });
    const written = JSON.parse(renderSarif({ ...sample, findings: [finding("my dir/ä#1.sql"), finding("/abs/x y.sql"), finding("C:\\w\\a.sql")] })) as { runs: { results: { locations: { physicalLocation: { artifactLocation: unknown } }[] }[] }[] };
    expect(written.runs[0]?.results.map((result) => result.locations[0]?.physicalLocation.artifactLocation)).toEqual([
      { uri: "my%20dir/%C3%A4%231.sql", uriBaseId: "WORKSPACE" },
      { uri: "file:///abs/x%20y.sql" },
      { uri: "file:///C:/w/a.sql" },
    ]);
  });

  it("says of a passed run that it was successful", () => {
    const passed = JSON.parse(renderSarif({ ...sample, status: "passed", findings: [] })) as { runs: { invocations: unknown; results: unknown }[] };
    expect(passed.runs[0]).toMatchObject({ invocations: [{ executionSuccessful: true }], results: [] });
  });
});
