import type { ShownFinding } from "../../src/protocol/audit/view.ts";
import { badge } from "../shared/controls.ts";
import { element } from "../shared/element.ts";
import { VirtualList } from "../shared/virtualList.ts";
import type { FindingRow } from "./rows.ts";
import { countWords, severityWord } from "./rows.ts";

export interface TreeHands {
  open(finding: ShownFinding): void;
  /** Opens or closes a group. */
  toggle(group: string): void;
  escape(): void;
}

/** The findings as a tree of two levels: arrows move, right and left open and close, Enter opens the drawer. */
export class FindingTree {
  readonly list: VirtualList<FindingRow>;
  private readonly hands: TreeHands;
  /** The key of the finding that the drawer shows. */
  private opened = "";

  constructor(hands: TreeHands) {
    this.hands = hands;
    this.list = new VirtualList<FindingRow>({ key: rowKey, draw: (row) => draw(row, this.opened) }, { role: "tree", label: "Findings" });
    this.list.node.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && this.press(event.key)) event.preventDefault();
    });
    this.list.node.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>(".row[data-index]");
      if (row === null) return;
      this.list.go(Number(row.dataset["index"]));
      this.enter();
    });
  }

  /** Marks the finding that the drawer shows; "" for none. */
  mark(key: string): void {
    if (this.opened === key) return;
    this.opened = key;
    this.list.redraw();
  }

  /** Where the drawer of this finding was opened from. */
  focusOn(finding: ShownFinding): void {
    if (!this.list.goTo(rowKey({ kind: "finding", finding }))) this.list.focus();
  }

  private press(key: string): boolean {
    const { row } = this.list;
    if (this.list.move(key)) return true;
    if (key === "Escape") this.hands.escape();
    else if (row === undefined) return false;
    else if (key === "Enter" || key === " ") this.enter();
    else if (key === "ArrowRight") this.inwards(row);
    else if (key === "ArrowLeft") this.outwards(row);
    else return false;
    return true;
  }

  /** Opens a group, steps into an open one, opens a finding. */
  private inwards(row: FindingRow): void {
    if (row.kind === "group" && row.open) this.list.go(this.list.index + 1);
    else this.enter();
  }

  /** From a finding to its group, which then closes. */
  private outwards(row: FindingRow): void {
    if (row.kind === "finding") this.list.goTo(rowKey({ kind: "group", name: row.group }));
    else if (row.open) this.hands.toggle(row.name);
  }

  private enter(): void {
    const { row } = this.list;
    if (row?.kind === "group") this.hands.toggle(row.name);
    if (row?.kind === "finding") this.hands.open(row.finding);
  }
}

function rowKey(row: { readonly kind: "group"; readonly name: string } | { readonly kind: "finding"; readonly finding: ShownFinding }): string {
  return row.kind === "group" ? `group ${row.name}` : `finding ${row.finding.key}`;
}

function draw(row: FindingRow, opened: string): HTMLElement {
  const place = { posinset: row.position, setsize: row.of };
  if (row.kind === "group") {
    return element(
      "div", { class: "group", role: "treeitem", aria: { level: 1, expanded: row.open, label: `${short(row.name)}, ${countWords(row.counts)}`, ...place } },
      element("span", { class: "twistie", aria: { hidden: true } }, row.open ? "▾" : "▸"), element("span", { class: "name", title: short(row.name) }, short(row.name)), element("span", { class: "count" }, countWords(row.counts)),
    );
  }
  const { finding } = row;
  const marks = [finding.state, finding.fix?.proven === true ? "proven fix" : "", finding.tried === "through" || finding.tried === "broken" ? "witnessed" : ""].filter((mark) => mark !== "" && mark !== "known");
  return element(
    "div", { class: `finding ${finding.severity}`, role: "treeitem", aria: { level: 2, selected: finding.key === opened, label: [severityWord(finding.severity), short(finding.message), short(finding.object), finding.rule, ...marks].join(", "), ...place } },
    badge(severityWord(finding.severity), finding.severity), element("span", { class: "message", title: short(finding.message) }, short(finding.message)), element("span", { class: "rule" }, finding.rule), ...marks.map((mark) => badge(mark, mark.replace(" ", "-"))),
  );
}

/** A line can't show more; the drawer shows it whole. */
function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
