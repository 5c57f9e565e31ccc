import { cellText } from "../../core/report/render/cell.ts";
import { lineDiff } from "../../core/report/render/lineDiff.ts";
import type { Json } from "../../core/json.ts";
import type { Evidence } from "../../core/report/report.ts";
import type { ShownEvidence } from "../../protocol/shown.ts";
import { arrayAt, textAt, textsAt } from "../panels/readData.ts";

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

/** Evidence that lies in a report's data; what is none there is left out. */
export function shownEvidenceAt(value: Json | Readonly<Record<string, Json>>, key: string): ShownEvidence[] {
  return arrayAt(value, key).filter(isEvidence).map(shownEvidence);
}

/** Evidence that went through the report's data. */
function isEvidence(value: unknown): value is Evidence {
  const at = value as Json;
  const kind = textAt(at, "kind");
  if (textAt(at, "title") === undefined) return false;
  if (kind === "text") return textAt(at, "text") !== undefined;
  if (kind === "sql") return textAt(at, "sql") !== undefined;
  if (kind === "diff") return textAt(at, "before") !== undefined && textAt(at, "after") !== undefined;
  return kind === "table" && textsAt(at, "columns").length === arrayAt(at, "columns").length && arrayAt(at, "rows").every((row) => Array.isArray(row));
}
