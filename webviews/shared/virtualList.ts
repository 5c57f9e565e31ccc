import { element } from "./element.ts";

export interface VirtualRows<Row> {
  /** Tells a row from another over changes of the list. */
  key(row: Row): string;
  /** A row as it stands in the page: one line of the list's fixed height. */
  draw(row: Row, index: number): HTMLElement;
}

/** A list that holds only what is to be seen of it, with one tab stop that arrows move. Thousands of rows cost as much as thirty. */
export class VirtualList<Row> {
  readonly node: HTMLElement;
  private readonly inner = element("div", { class: "virtual-inner", role: "presentation" });
  private readonly rows: VirtualRows<Row>;
  private readonly heightOf: HTMLElement;
  private all: readonly Row[] = [];
  private current = 0;
  private readonly drawn = new Map<number, HTMLElement>();
  private drawnHeight = 0;

  constructor(rows: VirtualRows<Row>, look: { readonly role: string; readonly label: string }) {
    this.rows = rows;
    this.heightOf = element("div", { class: "row virtual-probe", aria: { hidden: true } });
    this.node = element("div", { class: "virtual", role: look.role, aria: { label: look.label } }, this.heightOf, this.inner);
    this.node.addEventListener("scroll", () => {
      this.draw();
    });
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.node);
  }

  /** Shows these rows; the current one stays current where it is still there. */
  show(all: readonly Row[]): void {
    const before = this.row;
    const focused = this.node.contains(document.activeElement);
    const kept = before === undefined ? -1 : all.findIndex((row) => this.rows.key(row) === this.rows.key(before));
    this.all = all;
    this.current = kept === -1 ? Math.max(0, Math.min(this.current, all.length - 1)) : kept;
    this.clear();
    this.draw();
    if (focused) this.focus();
  }

  /** Draws the same rows anew: something about them looks different now. */
  redraw(): void {
    this.show(this.all);
  }

  get row(): Row | undefined {
    return this.all[this.current];
  }

  get scrolled(): number {
    return this.node.scrollTop;
  }

  scrollTo(top: number): void {
    this.node.scrollTop = top;
    this.draw();
  }

  /** Makes a row the current one, brings it into view and gives it the focus. */
  go(index: number, focus = true): void {
    this.current = Math.max(0, Math.min(index, this.all.length - 1));
    const top = this.current * this.height;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (top + this.height > scrollTop + clientHeight) this.node.scrollTop = top + this.height - clientHeight;
    this.draw();
    if (focus) this.focus();
  }

  /** Makes the row with this key the current one; false where it is not shown. */
  goTo(key: string, focus = true): boolean {
    const index = this.all.findIndex((row) => this.rows.key(row) === key);
    if (index !== -1) this.go(index, focus);
    return index !== -1;
  }

  focus(): void {
    this.inner.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  /** Moves by keys that every list knows; true where the key was one of them. */
  move(key: string): boolean {
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.height) - 1);
    const to: Readonly<Record<string, number>> = { ArrowDown: this.current + 1, ArrowUp: this.current - 1, Home: 0, End: this.all.length - 1, PageDown: this.current + page, PageUp: this.current - page };
    const index = to[key];
    if (index === undefined || this.all.length === 0) return false;
    this.go(index);
    return true;
  }

  get index(): number {
    return this.current;
  }

  private get height(): number {
    return Math.max(1, this.heightOf.getBoundingClientRect().height);
  }

  /** Draws the rows in view, some around them, and always the current one, so that the focus never falls out of the page. What stays in view is not touched. */
  private draw(): void {
    const { height } = this;
    const first = Math.max(0, Math.floor(this.node.scrollTop / height) - 8);
    const last = Math.min(this.all.length - 1, Math.ceil((this.node.scrollTop + this.node.clientHeight) / height) + 8);
    if (height !== this.drawnHeight) this.clear();
    this.drawnHeight = height;
    this.inner.style.height = `${this.all.length * height}px`;
    const wanted = new Set([...Array(Math.max(0, last - first + 1)).keys()].map((offset) => first + offset));
    if (this.all.length > 0) wanted.add(this.current);
    for (const [index, node] of this.drawn) {
      if (wanted.has(index)) continue;
      node.remove();
      this.drawn.delete(index);
    }
    for (const index of wanted) if (!this.drawn.has(index)) this.insert(index, height);
    for (const [index, node] of this.drawn) node.tabIndex = index === this.current ? 0 : -1;
  }

  private clear(): void {
    for (const node of this.drawn.values()) node.remove();
    this.drawn.clear();
  }

  /** In the page rows stand in their order, for those who read it without seeing it. */
  private insert(index: number, height: number): void {
    const node = this.rows.draw(this.all[index]!, index);
    node.classList.add("row");
    node.dataset["index"] = String(index);
    node.style.transform = `translateY(${index * height}px)`;
    const next = [...this.inner.children].find((child) => Number((child as HTMLElement).dataset["index"]) > index);
    this.inner.insertBefore(node, next ?? null);
    this.drawn.set(index, node);
  }
}
