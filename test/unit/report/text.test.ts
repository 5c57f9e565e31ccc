import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderText } from "../../../src/core/report/render/text.ts";
import { displayWidth, fit } from "../../../src/core/report/render/width.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { sample } from "./sample.ts";

const passed: Report = { command: "help", status: "passed", summary: "Fine.", findings: [], evidence: [], data: {}, files: [], durationMs: 3 };

describe("renderText", () => {
  it("shows verdict, findings by file, evidence, statements, files, next", () => {
    expect(renderText(sample)).toBe(`✘ dry-run failed: 1 of 2 migrations failed.
  postgresql 15.18 · database shop · development · 1 error, 2 warnings, 1 note · 1.2 s

  warning app is a superuser. (access/superuser)
    Fix: Take it away (not proven)
      ALTER ROLE app NOSUPERUSER

migrations/005.sql
  warning 005 has no down script. (dry-run/no-down-script)

migrations/004.sql
  3:1 info A note. (order/unused)
  12:5 error orders is used before it is created. [public.orders] (order/missing-table)
    Fix: Move the statement up (proven: it was executed)

Rows
  name  count
  ────  ─────
  日本      5
  café     12
  NULL   NULL
  a⏎b       1

Schema
  - b
  + x

Ran
  SELECT 1;

✘ 004 migrations/004.sql (proof: transaction; no down script)
  Line     Statement                  Time    Rows  Locks and rewrites
  ────  ─  ─────────────────────────  ──────  ────  ───────────────────────────────
     1  ✔  CREATE TABLE t ( id int )  1.2 ms        AccessExclusiveLock on public.t
     5  ✘  INSERT INTO t VALUES (1)   0.4 ms        no such column
     6  –  SELECT 1

Written
  out/report.md

Next: Mend 004, then run it again.
`);
  });

  it("is short where there is little to say", () => {
    expect(renderText(passed)).toBe("✔ help passed: Fine.\n  3 ms\n");
  });

  it("does not say twice what the summary says", () => {
    const report: Report = { ...passed, status: "failed", summary: "Statement 2: no such table (line 3, character 5).", findings: [{ rule: "statement/undefinedObject", severity: "error", message: "no such table (line 3, character 5).", file: "a.sql", range: { start: { line: 2, character: 4 }, end: { line: 2, character: 5 } } }] };
    expect(renderText(report)).toContain("a.sql\n  3:5 error (statement/undefinedObject)");
  });

  it("colours only when asked", () => {
    expect(renderText(sample)).not.toContain("\u001b");
    expect(renderText(passed, { color: true })).toContain("\u001b[32m✔ help passed\u001b[0m");
  });

  it("lets no text drive the terminal", () => {
    const hostile = "\u001b]0;owned\u0007\u001b[2J\u009b31m\r\b\u202eevil\u0000\u007f";
    const report: Report = {
      ...passed,
      command: hostile,
      summary: hostile,
      target: { engine: "postgresql", version: hostile, database: hostile, role: "development" },
      findings: [{ rule: "a/b", severity: "error", message: hostile, object: hostile, file: hostile, fix: { title: hostile, sql: hostile, renames: [{ from: hostile, to: hostile }], proven: false }, evidence: [{ kind: "text", title: hostile, text: hostile }] }],
      evidence: [
        { kind: "table", title: hostile, columns: [hostile], rows: [[hostile], [{ [hostile]: hostile }]] },
        { kind: "diff", title: hostile, before: hostile, after: `x${hostile}` },
        { kind: "sql", title: hostile, sql: hostile },
      ],
      data: { error: { next: hostile } },
      files: [hostile],
    };
    expect(renderText(report)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(renderText(report)).toContain("\\x1b]0;owned\\x07");
  });

  it("fits tables to the terminal", () => {
    const report: Report = { ...passed, evidence: [{ kind: "table", title: "", columns: ["a", "b"], rows: [["x".repeat(50), "y".repeat(50)]] }] };
    for (const line of renderText(report, { columns: 40 }).split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  });

  it("aligns every line of a table, whatever its cells hold", () => {
    const cell = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.constantFrom("日本語", "👩‍👩‍👧", "🇩🇪", "e\u0301", "ｱ", "한글", "❤️", "1️⃣"));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        const text = renderText({ ...passed, evidence: [{ kind: "table", title: "", columns: ["a", "b"], rows: rows.map(([a, b]) => [a, `|${b}`]) }] });
        const lines = text.split("\n").slice(5, 5 + rows.length);
        const columns = new Set(lines.map((line) => displayWidth(line.slice(0, line.lastIndexOf("  |") + 2))));
        expect(lines).toHaveLength(rows.length);
        if (rows.every(([, b]) => !b.includes("  |"))) expect(columns.size).toBe(1);
      }),
    );
  });
});

describe("displayWidth", () => {
  it.each([["abc", 3], ["日本", 4], ["e\u0301", 1], ["👩‍👩‍👧", 2], ["🇩🇪", 2], ["ﾊﾟ", 2], ["한글", 4], ["\u200b", 0], ["✔", 1], ["❤️", 2], ["…", 1]])("%s takes %i", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it("cuts between graphemes", () => {
    expect(fit("日本語", 4)).toBe("日…");
    expect(fit("👩‍👩‍👧x", 2)).toBe("…");
    expect(fit("abc", 3)).toBe("abc");
  });
});
