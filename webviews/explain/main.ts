import type { FromExplain } from "../../src/protocol/explain/messages.ts";
import { readToExplain } from "../../src/protocol/explain/messages.ts";
import type { ExplainView } from "../../src/protocol/explain/view.ts";
import { startPage } from "../shared/startPage.ts";
import { ExplainPage } from "./page.ts";
import type { UiState } from "./uiState.ts";
import { initialState, readUiState } from "./uiState.ts";

/** Which report the state was set on: what was open in one plan says nothing about another. */
let shownAt: string | undefined;

function stateFor(view: ExplainView, state: UiState | undefined): UiState {
  const another = state === undefined || (shownAt !== undefined && shownAt !== view.at);
  shownAt = view.at;
  return another ? { ...initialState(view.command), ...(view.comparison === undefined ? {} : { tab: "compare" }) } : { ...state, command: view.command };
}

startPage<ExplainView, FromExplain, UiState>(readToExplain, readUiState, { type: "ready" }, (root, hands) => new ExplainPage(root, hands), stateFor);
