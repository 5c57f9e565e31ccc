import { anyOf, fields, oneOf, text, textUpTo } from "../shape.ts";
import type { Shaped } from "../shape.ts";
import { auditView } from "./view.ts";

/** A key names an object, whose name may be long; nothing of a webview is longer than this. */
const key = textUpTo(200_000);

const toAudit = anyOf(
  fields({ type: oneOf("show"), view: auditView }),
  /** The report of a window that is closed and was not kept. */
  fields({ type: oneOf("gone") }),
  /** What runs now; "" when nothing runs any more. */
  fields({ type: oneOf("busy"), what: text }),
  fields({ type: oneOf("tell"), text }),
);

/** From the extension to the webview. */
export type ToAudit = Shaped<typeof toAudit>;

const fromAudit = anyOf(
  fields({ type: oneOf("ready", "rerun") }),
  fields({ type: oneOf("export"), format: oneOf("html", "markdown", "sarif") }),
  /** Only the finding is named: its statements are looked up in the report that the extension holds. */
  fields({ type: oneOf("applyFix"), key }),
  fields({ type: oneOf("dismiss"), key, reason: textUpTo(2_000) }, { until: textUpTo(10) }),
  fields({ type: oneOf("undismiss"), key }),
  fields({ type: oneOf("copy"), text: textUpTo(1_000_000) }),
);

/** From the webview to the extension. */
export type FromAudit = Shaped<typeof fromAudit>;

/** The message, or undefined where it is none of ours. */
export function readToAudit(value: unknown): ToAudit | undefined {
  return toAudit(value) ? value : undefined;
}

/** The message, or undefined where it is none of ours. */
export function readFromAudit(value: unknown): FromAudit | undefined {
  return fromAudit(value) ? value : undefined;
}
