import type { Button, Checkbox, Dropdown, Panels, TextArea, TextField } from "@vscode/webview-ui-toolkit";
import { provideVSCodeDesignSystem, vsCodeBadge, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodePanels, vsCodePanelTab, vsCodePanelView, vsCodeProgressRing, vsCodeTextArea, vsCodeTextField } from "@vscode/webview-ui-toolkit";
import type { Child } from "./element.ts";
import { dress } from "./element.ts";

provideVSCodeDesignSystem().register(vsCodeBadge(), vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodePanels(), vsCodePanelTab(), vsCodePanelView(), vsCodeProgressRing(), vsCodeTextArea(), vsCodeTextField());

/** The controls of all webviews. Only this file knows the toolkit that makes them. */
function control<Made extends HTMLElement>(tag: string): Made {
  return document.createElement(tag) as Made;
}

export function button(label: string, press: () => void, look: { readonly primary?: boolean; readonly describedBy?: string; readonly name?: string } = {}): HTMLElement {
  const made = control<Button>("vscode-button");
  made.appearance = look.primary === true ? "primary" : "secondary";
  made.addEventListener("click", press);
  const aria = { ...(look.name === undefined ? {} : { label: look.name }), ...(look.describedBy === undefined ? {} : { describedby: look.describedBy }) };
  return dress(made, { aria }, label);
}

/** A small word beside a name: "error", "new". */
export function badge(word: string, kind: string): HTMLElement {
  return dress(control("vscode-badge"), { class: `badge ${kind}` }, word);
}

/** Turns while something runs; where motion is unwelcome, a sign that stands still. */
export function progressRing(): HTMLElement {
  return dress(control("vscode-progress-ring"), { aria: { hidden: true } });
}

/** The toolkit names a field by its text, which the style hides here. */
export function searchField(label: string, placeholder: string, value: string, change: (value: string) => void): HTMLElement {
  const made = control<TextField>("vscode-text-field");
  made.placeholder = placeholder;
  made.value = value;
  made.addEventListener("input", () => {
    change(made.value);
  });
  return dress(made, { class: "search" }, label);
}

export interface Written {
  readonly field: HTMLElement;
  readonly value: () => string;
}

export function textField(label: string, placeholder: string): Written {
  const made = control<TextField>("vscode-text-field");
  made.placeholder = placeholder;
  return { field: dress(made, { class: "field" }, label), value: () => made.value };
}

export function textArea(label: string, placeholder: string): Written {
  const made = control<TextArea>("vscode-text-area");
  made.placeholder = placeholder;
  made.rows = 3;
  made.resize = "vertical";
  return { field: dress(made, { class: "field" }, label), value: () => made.value };
}

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export function dropdown<Value extends string>(label: string, options: readonly Option<Value>[], value: Value, change: (value: Value) => void): HTMLElement {
  const made = control<Dropdown>("vscode-dropdown");
  for (const option of options) {
    const one = dress(control("vscode-option"), {}, option.label);
    one.setAttribute("value", option.value);
    if (option.value === value) one.setAttribute("selected", "");
    made.append(one);
  }
  made.addEventListener("change", () => {
    const chosen = options[made.selectedIndex];
    if (chosen !== undefined) change(chosen.value);
  });
  return dress(made, { aria: { label } });
}

export function checkbox(label: string, checked: boolean, change: (checked: boolean) => void): HTMLElement {
  const made = control<Checkbox>("vscode-checkbox");
  made.checked = checked;
  made.addEventListener("change", () => {
    change(made.checked);
  });
  return dress(made, {}, label);
}

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** A function makes it when the tab is first shown. */
  readonly content: Child | (() => Child);
}

/** Tabs with their panels; arrows move between them. */
export function tabs(all: readonly Tab[], active: string, change: (id: string) => void): HTMLElement {
  const made = control<Panels>("vscode-panels");
  made.setAttribute("activeid", `tab-${active}`);
  for (const { id, label } of all) made.append(dress(control("vscode-panel-tab"), { id: `tab-${id}` }, label));
  const views = all.map(({ id, content }) => ({ id, content, node: dress(control("vscode-panel-view"), { id: `view-${id}` }) }));
  const waiting = new Map(views.map(({ id, content }) => [id, content]));
  const open = (chosen: string): void => {
    for (const { id, node } of views) node.hidden = id !== chosen;
    const content = waiting.get(chosen);
    if (!waiting.delete(chosen)) return;
    dress(views.find(({ id }) => id === chosen)!.node, {}, typeof content === "function" ? content() : content);
  };
  for (const { id, content } of views) if (typeof content !== "function") open(id);
  open(active);
  made.append(...views.map(({ node }) => node));
  made.addEventListener("change", (event) => {
    const chosen = event.target === made ? all.find(({ id }) => `tab-${id}` === made.activeid) : undefined;
    if (chosen === undefined) return;
    open(chosen.id);
    change(chosen.id);
  });
  return made;
}

/** Shows one of the tabs that `tabs` made. */
export function openTab(panels: HTMLElement, id: string): void {
  (panels as Panels).activeid = `tab-${id}`;
  panels.dispatchEvent(new Event("change"));
}
