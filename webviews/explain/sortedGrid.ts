import type { Child } from "../shared/element.ts";
import { element, fill } from "../shared/element.ts";
import { VirtualList } from "../shared/virtualList.ts";

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** Pixels; the first column takes what is left and no less than this. */
  readonly width: number;
  /** By what it sorts; numbers from the greatest first. Undefined stands last. */
  readonly value: (row: Row) => number | string | undefined;
  readonly cell: (row: Row) => Child;
}

export interface GridHands<Row> {
  /** Enter, or a click. */
  open(row: Row): void;
  escape(): void;
}

interface Placed<Row> {
  readonly row: Row;
  /** In the order as it was given. */
  readonly at: number;
}

/** A table of any length, sorted by the head that is pressed: once, the other way round, and as it was. */
export class SortedGrid<Row> {
  readonly node: HTMLElement;
  readonly list: VirtualList<Placed<Row>>;
  private readonly columns: readonly Column<Row>[];
  private readonly head = element("div", { class: "grid-head", role: "row" });
  private rows: readonly Placed<Row>[] = [];
  private sortedBy: { readonly id: string; readonly reverse: boolean } | undefined;
  private marked: Row | undefined;
  private readonly name: (row: Row) => string;

  constructor(label: string, columns: readonly Column<Row>[], hands: GridHands<Row>, name: (row: Row) => string) {
    this.columns = columns;
    this.name = name;
    this.list = new VirtualList<Placed<Row>>({ key: ({ at }) => String(at), draw: (placed, index) => this.drawRow(placed, index) }, { role: "rowgroup", label });
    const inner = element("div", { class: "grid-inner", role: "grid", aria: { label } }, this.head, this.list.node);
    inner.style.minWidth = `${columns.reduce((sum, { width }) => sum + width + 12, 0)}px`;
    this.node = element("div", { class: "sorted-grid" }, inner);
    this.list.node.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.list.move(event.key)) event.preventDefault();
      else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        this.openCurrent(hands);
      } else if (event.key === "Escape") hands.escape();
    });
    this.list.node.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>(".row[data-index]");
      if (row === null) return;
      this.list.go(Number(row.dataset["index"]));
      this.openCurrent(hands);
    });
  }

  show(rows: readonly Row[]): void {
    this.rows = rows.map((row, at) => ({ row, at }));
    this.draw();
  }

  /** Marks the row that the drawer shows. */
  mark(row: Row | undefined): void {
    if (this.marked === row) return;
    this.marked = row;
    this.list.redraw();
  }

  focusOn(row: Row): void {
    const placed = this.rows.find((one) => one.row === row);
    if (placed === undefined || !this.list.goTo(String(placed.at))) this.list.focus();
  }

  private openCurrent(hands: GridHands<Row>): void {
    const placed = this.list.row;
    if (placed !== undefined) hands.open(placed.row);
  }

  private draw(): void {
    fill(this.head, ...this.columns.map((column, index) => this.drawHead(column, index)));
    this.list.show(this.sorted());
  }

  private sorted(): readonly Placed<Row>[] {
    const column = this.columns.find(({ id }) => id === this.sortedBy?.id);
    if (column === undefined) return this.rows;
    const keyed = this.rows.map((placed) => ({ placed, value: column.value(placed.row) }));
    const sign = this.sortedBy?.reverse === true ? -1 : 1;
    return keyed.sort((a, b) => {
      if (a.value === undefined || b.value === undefined) return a.value === b.value ? a.placed.at - b.placed.at : a.value === undefined ? 1 : -1;
      const order = typeof a.value === "number" && typeof b.value === "number" ? b.value - a.value : String(a.value) < String(b.value) ? -1 : String(a.value) > String(b.value) ? 1 : 0;
      return sign * order || a.placed.at - b.placed.at;
    }).map(({ placed }) => placed);
  }

  private drawHead(column: Column<Row>, index: number): HTMLElement {
    const numbers = this.rows.some(({ row }) => typeof column.value(row) === "number");
    const mine = this.sortedBy?.id === column.id ? this.sortedBy : undefined;
    const descending = mine !== undefined && numbers !== mine.reverse;
    const press = element("button", { class: "sort" }, column.label, element("span", { aria: { hidden: true } }, mine === undefined ? "" : descending ? " ▼" : " ▲"));
    press.addEventListener("click", () => {
      this.sortedBy = mine === undefined ? { id: column.id, reverse: false } : mine.reverse ? undefined : { id: column.id, reverse: true };
      this.draw();
      this.head.querySelectorAll<HTMLElement>("button")[index]?.focus();
    });
    return this.sized(element("span", { class: "grid-cell", role: "columnheader", aria: { sort: mine === undefined ? "none" : descending ? "descending" : "ascending" } }, press), column, index);
  }

  private drawRow({ row }: Placed<Row>, index: number): HTMLElement {
    const cells = this.columns.map((column, at) => this.sized(element("span", { class: "grid-cell", role: "gridcell" }, column.cell(row)), column, at));
    return element("div", { class: "grid-line", role: "row", aria: { rowindex: index + 2, selected: row === this.marked, label: this.name(row) } }, ...cells);
  }

  private sized(cell: HTMLElement, { width }: Column<Row>, index: number): HTMLElement {
    cell.style.flex = index === 0 ? `1 1 ${width}px` : `0 0 ${width}px`;
    if (index > 0) cell.classList.add("number");
    return cell;
  }
}
