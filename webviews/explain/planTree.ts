import { badge } from "../shared/controls.ts";
import { element } from "../shared/element.ts";
import { VirtualList } from "../shared/virtualList.ts";
import { nodeLabel, shareBar } from "./cells.ts";
import type { NodeRow, PlanIndex } from "./nodeRows.ts";
import { matching, treeRows } from "./nodeRows.ts";
import { nodeWords, offShort, ownText, rowsText, short, totalText } from "./words.ts";

export interface TreeHands {
  open(at: number): void;
  /** Which nodes are closed now. */
  closed(all: readonly number[]): void;
  escape(): void;
}

/** Deeper nodes stand as far in as this; their depth is said. */
const deepest = 24;

/** The plan as a treegrid: arrows move, right and left open and close, `*` opens all, Enter opens the drawer. */
export class PlanTree {
  readonly node: HTMLElement;
  readonly list: VirtualList<NodeRow>;
  private readonly index: PlanIndex;
  private readonly hands: TreeHands;
  private shut: readonly number[];
  private query: string;
  private opened: number | undefined;

  constructor(index: PlanIndex, closed: readonly number[], query: string, hands: TreeHands) {
    this.index = index;
    this.hands = hands;
    this.shut = closed;
    this.query = query;
    this.list = new VirtualList<NodeRow>({ key: ({ at }) => String(at), draw: (row) => this.draw(row) }, { role: "rowgroup", label: "Nodes of the plan" });
    const heads = index.plan.measure === "cost" ? ["Node", "Own cost", "", "Total cost", "Rows", "Estimate"] : ["Node", "Own time", "", "Total time", "Rows", "Estimate"];
    const head = element("div", { class: "grid-head tree-head", role: "row" }, ...heads.map((name, at) => element("span", { class: `grid-cell ${columnNames[at] ?? ""}`, role: "columnheader" }, name === "" ? element("span", { class: "unseen" }, "own, in numbers") : name)));
    this.node = element("div", { class: "plan-tree", role: "treegrid", aria: { label: "Plan" } }, head, this.list.node);
    this.list.node.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && this.press(event.key)) event.preventDefault();
    });
    this.list.node.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      const row = target.closest<HTMLElement>(".row[data-index]");
      if (row === null) return;
      this.list.go(Number(row.dataset["index"]));
      const current = this.list.row;
      if (current === undefined) return;
      if (target.closest(".twistie") !== null && !current.leaf) this.toggle(current);
      else hands.open(current.at);
    });
    this.show();
  }

  /** Only what matches, with what is above it; how many match, undefined where nothing is looked for. */
  filter(query: string): number | undefined {
    this.query = query;
    return this.show();
  }

  closeAll(): void {
    this.set(this.index.children.flatMap((below, at) => (below.length > 0 && at > 0 ? [at] : [])));
  }

  openAll(): void {
    this.set([]);
  }

  mark(at: number | undefined): void {
    if (this.opened === at) return;
    this.opened = at;
    this.list.redraw();
  }

  /** Brings a node into view, opening what is above it. */
  goTo(at: number, focus: boolean): void {
    const above = new Set<number>();
    for (let parent = this.index.plan.nodes[at]?.parent ?? -1; parent >= 0; parent = this.index.plan.nodes[parent]!.parent) above.add(parent);
    if (this.shut.some((one) => above.has(one))) this.set(this.shut.filter((one) => !above.has(one)));
    this.list.goTo(String(at), focus);
  }

  private show(): number | undefined {
    const found = matching(this.index.plan, this.query);
    this.list.show(treeRows(this.index, this.shut, found));
    return found?.size;
  }

  private set(closed: readonly number[]): void {
    this.shut = closed;
    this.show();
    this.hands.closed(closed);
  }

  private toggle({ at, open }: NodeRow): void {
    this.set(open ? [...this.shut, at] : this.shut.filter((one) => one !== at));
  }

  private press(key: string): boolean {
    const { row } = this.list;
    if (this.list.move(key)) return true;
    if (key === "Escape") this.hands.escape();
    else if (row === undefined) return false;
    else if (key === "Enter" || key === " ") this.hands.open(row.at);
    else if (key === "*") this.openAll();
    else if (key === "ArrowRight") {
      if (!row.leaf && !row.open) this.toggle(row);
      else if (!row.leaf) this.list.go(this.list.index + 1);
    } else if (key === "ArrowLeft") {
      if (!row.leaf && row.open && this.query.trim() === "") this.toggle(row);
      else if (row.node.parent >= 0) this.list.goTo(String(row.node.parent));
    } else return false;
    return true;
  }

  private draw(row: NodeRow): HTMLElement {
    const { node, at, open, leaf } = row;
    const { plan, seen } = this.index;
    const found = seen.get(at) ?? [];
    const worst = found[0]?.severity;
    const name = element(
      "span", { class: "grid-cell node-name", role: "gridcell", title: short(`${node.role === undefined ? "" : `${node.role}: `}${node.title}`) },
      element("span", { class: "twistie", aria: { hidden: true } }, leaf ? "" : open ? "▾" : "▸"), node.depth > deepest && element("span", { class: "quiet" }, `(depth ${node.depth}) `), nodeLabel(node),
      worst !== undefined && badge(found.length === 1 ? severityMarks[worst] : `${severityMarks[worst]} ${found.length}`, worst),
    );
    name.style.paddingLeft = `${Math.min(node.depth, deepest) * 16}px`;
    const cells = [name, cell("own", shareBar(plan.measure === "nothing" ? undefined : node.share)), cell("own-number", ownText(node, plan)), cell("total", totalText(node, plan)), cell("rows", rowsText(node)), cell("off", offShort(node))];
    return element(
      "div", { class: `tree-line ${node.loops === 0 ? "never" : ""}`, role: "row", aria: { level: node.depth + 1, posinset: row.position, setsize: row.of, selected: at === this.opened, label: nodeWords(node, plan, found.length), ...(leaf ? {} : { expanded: open }) } }, ...cells,
    );
  }
}

/** In the width of a line; the name of the row says it in words. */
const severityMarks = { error: "✕", warning: "⚠", info: "i" } as const;
const columnNames = ["node-name", "own", "own-number", "total", "rows", "off"];

function cell(name: string, content: HTMLElement | string): HTMLElement {
  return element("span", { class: `grid-cell ${name}`, role: "gridcell" }, content);
}
