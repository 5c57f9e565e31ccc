import { element } from "./element.ts";

/** Says to a screen reader what changed elsewhere on the page; the same words twice are said twice. */
export class Announcer {
  readonly node = element("div", { class: "unseen", role: "status", aria: { live: "polite" } });

  say(words: string): void {
    this.node.textContent = "";
    requestAnimationFrame(() => {
      this.node.replaceChildren(element("span", {}, words));
    });
  }
}
