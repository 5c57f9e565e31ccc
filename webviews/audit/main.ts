import type { FromAudit } from "../../src/protocol/audit/messages.ts";
import { readToAudit } from "../../src/protocol/audit/messages.ts";
import type { AuditView } from "../../src/protocol/audit/view.ts";
import { startPage } from "../shared/startPage.ts";
import { AuditPage } from "./page.ts";
import type { UiState } from "./uiState.ts";
import { initialState, readUiState } from "./uiState.ts";

startPage<AuditView, FromAudit, UiState>(readToAudit, readUiState, { type: "ready" }, (root, hands) => new AuditPage(root, hands), (view, state) => (state === undefined ? initialState(view.command) : { ...state, command: view.command }));
