import type { Report } from "../../../src/core/report/report.ts";

/** A report with everything in it that a renderer must show. */
export const sample: Report = {
  command: "dry-run",
  status: "failed",
  summary: "1 of 2 migrations failed.",
  target: { engine: "postgresql", version: "15.18", database: "shop", role: "development" },
  findings: [
    { rule: "dry-run/no-down-script", severity: "warning", message: "005 has no down script.", file: "migrations/005.sql" },
    {
      rule: "order/missing-table",
      severity: "error",
      message: "orders is used before it is created.",
      object: "public.orders",
      file: "migrations/004.sql",
      range: { start: { line: 11, character: 4 }, end: { line: 11, character: 10 } },
      fix: { title: "Move the statement up", edits: [{ file: "migrations/004.sql", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: "CREATE TABLE orders ();\n" }], proven: true },
    },
    { rule: "order/unused", severity: "info", message: "A note.", file: "migrations/004.sql", range: { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } } },
    { rule: "access/superuser", severity: "warning", message: "app is a superuser.", object: "app", fix: { title: "Take it away", sql: "ALTER ROLE app NOSUPERUSER", proven: false } },
  ],
  evidence: [
    { kind: "table", title: "Rows", columns: ["name", "count"], rows: [["日本", 5], ["café", 12], [null, null], ["a\nb", 1]] },
    { kind: "diff", title: "Schema", before: "a\nb\nc", after: "a\nx\nc" },
    { kind: "sql", title: "Ran", sql: "SELECT 1;\n" },
  ],
  data: {
    migrations: [
      {
        version: "004", file: "migrations/004.sql", status: "failed", proof: "transaction",
        statements: [
          { line: 0, sql: "CREATE TABLE t (\n  id int\n)", status: "passed", durationMs: 1.24, locks: [{ object: "public.t", mode: "AccessExclusiveLock" }], rewrites: [] },
          { line: 4, sql: "INSERT INTO t VALUES (1)", status: "failed", durationMs: 0.4, error: { code: "42P01", message: "no such column", line: 4, character: 2 } },
          { line: 5, sql: "SELECT 1", status: "skipped", durationMs: 0 },
        ],
        rollback: { script: null, verified: null, differences: [] },
      },
    ],
    error: { kind: "migration", reason: "missing", message: "m", next: "Mend 004, then run it again." },
  },
  files: ["out/report.md"],
  durationMs: 1234,
};
