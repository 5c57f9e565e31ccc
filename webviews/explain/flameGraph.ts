import { button } from "../shared/controls.ts";
import { element, fill } from "../shared/element.ts";
import type { PlanIndex } from "./nodeRows.ts";
import { heatMarks, heatOf, nodeWords, short } from "./words.ts";
import { percentText } from "../../src/protocol/explain/numbers.ts";

export interface FlameHands {
  open(at: number): void;
  zoomed(at: number): void;
  escape(): void;
}

/** Narrower blocks are not drawn: they could be neither read nor hit. */
const narrowest = 2;

/** The plan as blocks as wide as their node with all below it. Arrows walk the plan, Z zooms into a node and out of it, Enter opens the drawer. */
export class FlameGraph {
  readonly node: HTMLElement;
  private readonly index: PlanIndex;
  private readonly hands: FlameHands;
  private readonly canvas = element("div", { class: "flame", role: "tree", aria: { label: "Flame graph: width is time with all below" } });
  private readonly path = element("div", { class: "flame-path" });
  private readonly hidden = element("p", { class: "shown", role: "status" });
  private zoom: number;
  private current: number;
  private opened: number | undefined;
  private width = 0;

  constructor(index: PlanIndex, zoom: number, hands: FlameHands) {
    this.index = index;
    this.hands = hands;
    this.zoom = zoom < index.plan.nodes.length ? zoom : 0;
    this.current = this.zoom;
    const { measure } = index.plan;
    const says = measure === "nothing" ? "The plan tells neither time nor cost: every leaf is as wide as the next." : `Width is ${measure} with all below it; a double click or Z zooms.`;
    this.canvas.setAttribute("aria-label", `Flame graph. ${says}`);
    this.node = element("div", { class: "flame-view" }, element("p", { class: "note" }, says), this.path, this.canvas, this.hidden);
    this.canvas.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && this.press(event.key)) event.preventDefault();
    });
    const at = (event: Event): number | undefined => {
      const block = (event.target as HTMLElement).closest<HTMLElement>("[data-at]");
      return block === null ? undefined : Number(block.dataset["at"]);
    };
    this.canvas.addEventListener("click", (event) => {
      const hit = at(event);
      if (hit === undefined) return;
      this.go(hit);
      hands.open(hit);
    });
    this.canvas.addEventListener("dblclick", (event) => {
      const hit = at(event);
      if (hit !== undefined) this.zoomTo(hit === this.zoom ? 0 : hit);
    });
    new ResizeObserver(() => {
      if (Math.abs(this.canvas.clientWidth - this.width) > 1) this.draw();
    }).observe(this.canvas);
  }

  mark(at: number | undefined): void {
    this.opened = at;
    for (const block of this.canvas.querySelectorAll<HTMLElement>("[data-at]")) block.setAttribute("aria-selected", String(Number(block.dataset["at"]) === at));
  }

  focusOn(at: number): void {
    this.go(at);
  }

  /** Draws what can be seen below the zoomed node. */
  private draw(): void {
    const { plan, children, seen } = this.index;
    const focused = this.canvas.contains(document.activeElement);
    this.width = this.canvas.clientWidth;
    const base = plan.nodes[this.zoom];
    if (base === undefined || this.width === 0) return;
    const scale = 1 / Math.max(1e-12, base.to - base.from);
    const blocks: HTMLElement[] = [];
    let depth = 0;
    let tooNarrow = 0;
    const todo = [this.zoom];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const node = plan.nodes[at]!;
      const [left, width] = [(node.from - base.from) * scale, (node.to - node.from) * scale];
      if (width * this.width < narrowest && at !== this.current) {
        tooNarrow++;
        continue;
      }
      const level = node.depth - base.depth;
      depth = Math.max(depth, level);
      const heat = heatOf(node.share);
      const block = element(
        "div", { class: `block heat-${heat}${width * this.width < 24 ? " narrow" : ""}`, role: "treeitem", tabIndex: at === this.current ? 0 : -1, title: short(nodeWords(node, plan, 0)), data: { at: String(at) }, aria: { level: node.depth + 1, selected: at === this.opened, label: `${nodeWords(node, plan, seen.get(at)?.length ?? 0)}${plan.measure === "nothing" ? "" : `, ${percentText(node.to - node.from)} with all below`}` } },
        width * this.width < 24 ? undefined : element("span", { class: "block-name" }, `${heatMarks[heat]}${heat > 1 ? " " : ""}${short(node.title)}`),
        width * this.width < 180 || node.share === undefined || plan.measure === "nothing" ? undefined : element("span", { class: "block-share" }, percentText(node.share)),
      );
      block.style.left = `${left * 100}%`;
      block.style.width = `${Math.max(width * 100, 0.05)}%`;
      block.style.top = `calc(${level} * 2.15em)`;
      blocks.push(block);
      todo.push(...children[at]!.toReversed());
    }
    this.canvas.style.height = `calc(${depth + 1} * 2.15em)`;
    fill(this.canvas, ...blocks);
    fill(this.hidden, tooNarrow === 0 ? undefined : `${tooNarrow} ${tooNarrow === 1 ? "node is" : "nodes are"} too narrow to draw, with what is below; zoom in to see them.`);
    this.drawPath();
    if (focused) this.canvas.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  private drawPath(): void {
    if (this.zoom === 0) return fill(this.path);
    fill(this.path, button("Zoom Out", () => {
      this.zoomTo(0);
    }), element("span", { class: "quiet" }, `Zoomed into ${short(this.index.plan.nodes[this.zoom]!.title)}`));
  }

  private zoomTo(at: number): void {
    this.zoom = at;
    if (at !== 0) this.current = at;
    this.draw();
    this.hands.zoomed(at);
  }

  private go(at: number): void {
    const { nodes } = this.index.plan;
    const inside = nodes[at]!.from >= nodes[this.zoom]!.from - 1e-9 && nodes[at]!.to <= nodes[this.zoom]!.to + 1e-9 && nodes[at]!.depth >= nodes[this.zoom]!.depth;
    if (!inside) this.zoom = 0;
    const [node, base] = [nodes[at]!, nodes[this.zoom]!];
    if (((node.to - node.from) / Math.max(1e-12, base.to - base.from)) * this.width < narrowest) this.zoom = Math.max(0, node.parent);
    this.current = at;
    this.draw();
    this.canvas.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  private press(key: string): boolean {
    const { plan, children } = this.index;
    const { parent } = plan.nodes[this.current]!;
    const siblings = parent < 0 ? [this.current] : children[parent]!;
    const place = siblings.indexOf(this.current);
    const to: Readonly<Record<string, number | undefined>> = { ArrowDown: children[this.current]![0], ArrowUp: this.current === this.zoom ? undefined : parent, ArrowRight: siblings[place + 1], ArrowLeft: siblings[place - 1], Home: this.zoom };
    if (key in to) {
      const next = to[key];
      if (next !== undefined && next >= 0 && !(this.current === this.zoom && key !== "ArrowDown")) this.go(next);
      return true;
    }
    if (key === "Enter" || key === " ") this.hands.open(this.current);
    else if (key === "z" || key === "Z") this.zoomTo(this.current === this.zoom ? 0 : this.current);
    else if (key === "Escape") {
      if (this.zoom === 0) this.hands.escape();
      else this.zoomTo(0);
    } else return false;
    return true;
  }
}
