import type { FromAudit, ToAudit } from "../../src/protocol/audit/messages.ts";
import { readToAudit } from "../../src/protocol/audit/messages.ts";
import { connect } from "../shared/host.ts";
import { AuditPage } from "./page.ts";
import type { UiState } from "./uiState.ts";
import { initialState, readUiState } from "./uiState.ts";

let state: UiState | undefined;

const host = connect<ToAudit, FromAudit, UiState>(readToAudit, readUiState, (message) => {
  switch (message.type) {
    case "show":
      state = state === undefined ? initialState(message.view.command) : { ...state, command: message.view.command };
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

const page = new AuditPage(document.body.appendChild(document.createElement("main")), {
  send: (message) => {
    host.send(message);
  },
  keep: (kept) => {
    state = kept;
    host.keep(kept);
  },
});

host.send({ type: "ready" });
