import { anyOf, fields, list, oneOf, text } from "./shape.ts";
import type { Shaped } from "./shape.ts";

export const severity = oneOf("error", "warning", "info");
export type ShownSeverity = Shaped<typeof severity>;

/** What was executed or read, with every cell already a text. */
export const shownEvidence = anyOf(
  fields({ kind: oneOf("text", "sql"), title: text, text }),
  fields({ kind: oneOf("diff"), title: text, lines: list(text) }),
  fields({ kind: oneOf("table"), title: text, columns: list(text), rows: list(list(text)) }),
);
export type ShownEvidence = Shaped<typeof shownEvidence>;

/** What a report looked at. */
export const shownTarget = fields({ engine: text, version: text, database: text, role: text });
export type ShownTarget = Shaped<typeof shownTarget>;
