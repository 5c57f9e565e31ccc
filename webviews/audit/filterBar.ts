import type { AuditView } from "../../src/protocol/audit/view.ts";
import { checkbox, dropdown, searchField } from "../shared/controls.ts";
import { element } from "../shared/element.ts";
import type { UiState } from "./uiState.ts";

type Change = (change: Partial<UiState>) => void;

/** Text, severity, group, state and proof; and what the findings are grouped by. */
export function filterBar(view: AuditView, state: UiState, change: Change): { readonly node: HTMLElement; readonly search: HTMLElement } {
  const groups = [...new Set(view.findings.map(({ group }) => group))].sort();
  const search = searchField("Search the findings", "Search ( / )", state.query, (query) => {
    change({ query });
  });
  const node = element(
    "div", { class: "filters", role: "search", aria: { label: "Filter the findings" } },
    search,
    dropdown("Severity", [{ value: "all", label: "All severities" }, { value: "error", label: "Errors" }, { value: "warning", label: "Warnings" }, { value: "info", label: "Notes" }] as const, state.severity, (severity) => {
      change({ severity });
    }),
    dropdown("Group of rules", [{ value: "", label: "All groups" }, ...groups.map((group) => ({ value: group, label: group }))], state.group, (group) => {
      change({ group });
    }),
    dropdown("New, known or dismissed", [{ value: "open", label: "Not dismissed" }, { value: "new", label: "New" }, { value: "known", label: "Known" }, { value: "dismissed", label: "Dismissed" }, { value: "all", label: "All" }] as const, state.state, (chosen) => {
      change({ state: chosen });
    }),
    checkbox("Proven fix only", state.provenOnly, (provenOnly) => {
      change({ provenOnly });
    }),
    dropdown("Group the findings", [{ value: "object", label: "By object" }, { value: "rule", label: "By rule" }] as const, state.by, (by) => {
      change({ by, closed: [] });
    }),
  );
  return { node, search };
}
