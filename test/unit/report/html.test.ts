import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../../src/core/report/render/html.ts";
import type { Report } from "../../../src/core/report/report.ts";

const hostile = `<img src=x onerror="alert(1)"> & 'it' \u001b[31m \u202e </style><script>alert(1)</script>`;

const report: Report = {
  command: "security-audit", status: "failed", summary: `1 error: ${hostile}`, durationMs: 12, files: [hostile],
  target: { engine: "postgresql", version: "18.1", database: hostile, role: "development" },
  findings: [{
    rule: "rls/off", key: `rls/off ${hostile}`, severity: "error", message: hostile, object: hostile, fix: { title: hostile, sql: `ALTER TABLE "${hostile}";`, proven: true },
    evidence: [{ kind: "text", title: hostile, text: hostile }, { kind: "diff", title: "", before: hostile, after: "" }],
  }],
  evidence: [{ kind: "table", title: hostile, columns: [hostile], rows: [[hostile], [null], [{ a: 1 }]] }, { kind: "sql", title: "", sql: hostile }],
  data: { error: { next: hostile } },
};

describe("a report as one page", () => {
  const page = renderHtml(report);

  it("holds no element, attribute or control character of what it tells", () => {
    const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name]) => name));
    expect([...tags].sort()).toEqual(["body", "code", "h1", "h2", "h3", "head", "html", "li", "meta", "p", "pre", "section", "style", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"]);
    expect(page).not.toMatch(/[\u001b\u202e]|<[^>]*\bon\w+=|\b(?:src|href)="/);
    expect(page).toContain("&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; &#39;it&#39; \\x1b[31m \\u{202e}");
  });

  it("may use its own style and nothing else", () => {
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy).toBe(`default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<style>"));
  });

  it("tells all of the report", () => {
    for (const part of ["security-audit failed", "proven: it was executed", "Next: ", "Written", "NULL", "{&#34;a&#34;:1}"]) expect(page).toContain(part);
  });
});
