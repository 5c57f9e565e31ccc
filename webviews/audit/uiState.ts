import { count, fields, flag, list, oneOf, text } from "../../src/protocol/shape.ts";
import type { Shaped } from "../../src/protocol/shape.ts";

const uiState = fields(
  {
    /** Whose report it is; by it the extension finds the report of a window that was loaded anew. */
    command: text,
    query: text,
    severity: oneOf("all", "error", "warning", "info"),
    /** A group of rules, or "" for all. */
    group: text,
    /** "open": all but the dismissed. */
    state: oneOf("open", "new", "known", "dismissed", "all"),
    provenOnly: flag,
    by: oneOf("object", "rule"),
    /** Names of the groups that are closed. */
    closed: list(text),
    tab: oneOf("findings", "access", "evidence"),
    /** Names of the objects whose matrix is open. */
    objects: list(text),
    scrolled: count,
  },
  { /** The finding, or the cell, that the drawer shows. */ opened: text },
);

/** What a person set on the page: kept while it is hidden and over a reload of the window. */
export type UiState = Shaped<typeof uiState>;

export function initialState(command: string): UiState {
  return { command, query: "", severity: "all", group: "", state: "open", provenOnly: false, by: "object", closed: [], tab: command === "test-as-user" ? "access" : "findings", objects: [], scrolled: 0 };
}

export function readUiState(value: unknown): UiState | undefined {
  return uiState(value) ? value : undefined;
}
