import { anyOf, count, fields, oneOf, text, textUpTo } from "../shape.ts";
import type { Shaped } from "../shape.ts";
import { explainView } from "./view.ts";

const toExplain = anyOf(
  fields({ type: oneOf("show"), view: explainView }),
  /** The report of a window that is closed and was not kept. */
  fields({ type: oneOf("gone") }),
  /** What runs now; "" when nothing runs any more. */
  fields({ type: oneOf("busy"), what: text }),
  fields({ type: oneOf("tell"), text }),
);

/** From the extension to the webview. */
export type ToExplain = Shaped<typeof toExplain>;

const fromExplain = anyOf(
  fields({ type: oneOf("ready", "rerun") }),
  fields({ type: oneOf("export"), format: oneOf("treeSvg", "flameSvg", "markdown", "json") }),
  /** Shows in the editor where a node of the plan comes from; the extension finds the place in its own report. */
  fields({ type: oneOf("reveal"), node: count }),
  fields({ type: oneOf("compare"), with: oneOf("file", "clipboard", "previous", "users") }),
  fields({ type: oneOf("copy"), text: textUpTo(20_000_000) }),
);

/** From the webview to the extension. */
export type FromExplain = Shaped<typeof fromExplain>;

/** The message, or undefined where it is none of ours. */
export function readToExplain(value: unknown): ToExplain | undefined {
  return toExplain(value) ? value : undefined;
}

/** The message, or undefined where it is none of ours. */
export function readFromExplain(value: unknown): FromExplain | undefined {
  return fromExplain(value) ? value : undefined;
}
