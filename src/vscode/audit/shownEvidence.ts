import { cellText } from "../../core/report/render/cell.ts";
import { lineDiff } from "../../core/report/render/lineDiff.ts";
import type { Evidence } from "../../core/report/report.ts";
import type { ShownEvidence } from "../../protocol/shown.ts";

/** Evidence as a webview shows it: every cell a text, a difference as its lines. */
export function shownEvidence(evidence: Evidence): ShownEvidence {
  switch (evidence.kind) {
    case "text":
      return { kind: "text", title: evidence.title, text: evidence.text };
    case "sql":
      return { kind: "sql", title: evidence.title, text: evidence.sql };
    case "diff":
      return { kind: "diff", title: evidence.title, lines: lineDiff(evidence.before, evidence.after) };
    case "table":
      return { kind: "table", title: evidence.title, columns: evidence.columns, rows: evidence.rows.map((row) => row.map(cellText)) };
  }
}
