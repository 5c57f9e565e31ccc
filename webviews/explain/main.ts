import type { FromExplain, ToExplain } from "../../src/protocol/explain/messages.ts";
import { readToExplain } from "../../src/protocol/explain/messages.ts";
import { connect } from "../shared/host.ts";
import { ExplainPage } from "./page.ts";
import type { UiState } from "./uiState.ts";
import { initialState, readUiState } from "./uiState.ts";

let state: UiState | undefined;
/** Which report the state was set on: what was open in one plan says nothing about another. */
let shownAt: string | undefined;

const host = connect<ToExplain, FromExplain, UiState>(readToExplain, readUiState, (message) => {
  switch (message.type) {
    case "show":
      state = state === undefined || (shownAt !== undefined && shownAt !== message.view.at) ? { ...initialState(message.view.command), ...(message.view.comparison === undefined ? {} : { tab: "compare" }) } : { ...state, command: message.view.command };
      shownAt = message.view.at;
      host.keep(state);
      page.show(message.view, state);
      break;
    case "gone":
      page.gone();
      break;
    case "busy":
      page.running(message.what);
      break;
    case "tell":
      page.tell(message.text);
      break;
  }
});
state = host.state;

const page = new ExplainPage(document.body.appendChild(document.createElement("main")), {
  send: (message) => {
    host.send(message);
  },
  keep: (kept) => {
    state = kept;
    host.keep(kept);
  },
});

host.send({ type: "ready" });
