import type { Child } from "./element.ts";
import { element, fill } from "./element.ts";
import { button } from "./controls.ts";

/** A side panel for one thing of the list beside it. Escape closes it and the focus goes back to where it came from. */
export class Drawer {
  readonly node: HTMLElement;
  private readonly heading = element("h2", { id: "drawer-title", tabIndex: -1 });
  private readonly body = element("div", { class: "drawer-body" });
  private readonly closed: () => void;
  private back: (() => void) | undefined;

  constructor(closed: () => void) {
    this.closed = closed;
    const close = button("Close", () => {
      this.close();
    });
    this.node = element("aside", { class: "drawer", role: "dialog", aria: { modal: false, labelledby: "drawer-title" } }, element("div", { class: "drawer-head" }, this.heading, close), this.body);
    this.node.hidden = true;
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
  }

  get open(): boolean {
    return !this.node.hidden;
  }

  /** `back` gives the focus to what opened it. `focus` false leaves the keyboard where it is. */
  show(title: string, back: () => void, focus: boolean, ...content: readonly Child[]): void {
    fill(this.heading, title);
    fill(this.body, ...content);
    this.back = back;
    this.node.hidden = false;
    this.body.scrollTop = 0;
    if (focus) this.heading.focus();
  }

  close(): void {
    if (!this.open) return;
    this.node.hidden = true;
    fill(this.body);
    this.closed();
    this.back?.();
    this.back = undefined;
  }
}
