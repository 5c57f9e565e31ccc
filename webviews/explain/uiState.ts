import { count, fields, list, oneOf, text } from "../../src/protocol/shape.ts";
import type { Shaped } from "../../src/protocol/shape.ts";

const uiState = fields(
  {
    /** Whose report it is; by it the extension finds the report of a window that was loaded anew. */
    command: text,
    tab: text,
    /** Which of two plans is looked at. */
    plan: oneOf("after", "before"),
    /** Places of the nodes that are closed in the tree. */
    closed: list(count),
    query: text,
    scrolled: count,
    /** The place of the node that fills the flame graph. */
    zoom: count,
  },
  { /** The place of the node that the drawer shows. */ opened: count },
);

/** What a person set on the page: kept while it is hidden and over a reload of the window. */
export type UiState = Shaped<typeof uiState>;

export function initialState(command: string): UiState {
  return { command, tab: "tree", plan: "after", closed: [], query: "", scrolled: 0, zoom: 0 };
}

export function readUiState(value: unknown): UiState | undefined {
  return uiState(value) ? value : undefined;
}
