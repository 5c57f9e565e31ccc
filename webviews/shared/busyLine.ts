import { progressRing } from "./controls.ts";
import { element } from "./element.ts";

/** Says what runs now. */
export function busyLine(what: string): HTMLElement {
  return element("div", { class: "busy" }, progressRing(), element("span", {}, `${what} …`));
}
