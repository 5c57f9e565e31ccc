import type { ShownCell, ShownMatrix } from "../../src/protocol/audit/view.ts";
import { element, fill } from "../shared/element.ts";

const marks = { allowed: "✓ allowed", denied: "✕ denied", error: "! test failed" } as const;

export interface MatrixHands {
  /** Which objects are open, by name. */
  readonly open: readonly string[];
  opened(objects: readonly string[]): void;
  show(cell: ShownCell): void;
}

/** Who reaches what: for each object a grid of identities and operations, every cell a button that opens its witness. */
export class Matrix {
  readonly node: HTMLElement;
  private readonly matrix: ShownMatrix;
  private readonly hands: MatrixHands;
  private readonly open: Set<string>;

  constructor(matrix: ShownMatrix, hands: MatrixHands) {
    this.matrix = matrix;
    this.hands = hands;
    this.open = new Set(hands.open);
    this.node = element("div", { class: "matrix" }, ...matrix.objects.map((object, index) => this.section(object, index)));
  }

  /** The focus on the button of a cell. */
  focusOn(cell: ShownCell): void {
    this.node.querySelector<HTMLElement>(`[data-cell="${cellId(cell)}"]`)?.focus();
  }

  private section(object: ShownMatrix["objects"][number], index: number): HTMLElement {
    const cells = this.matrix.cells.filter((cell) => cell.object === index);
    const body = element("div", { class: "grid-holder", id: `object-${index}` });
    const head = element("button", { class: "object-head", aria: { controls: `object-${index}` } });
    const render = (): void => {
      const open = this.open.has(object.name);
      head.setAttribute("aria-expanded", String(open));
      fill(head, element("span", { class: "twistie", aria: { hidden: true } }, open ? "▾" : "▸"), element("span", { class: "name" }, object.name), element("span", { class: "count" }, [object.form, tally(cells)].filter((part) => part !== "").join(", ")));
      fill(body, open && (cells.length === 0 ? element("p", { class: "note" }, "Nobody tried anything with it.") : this.grid(object.name, cells)));
      body.hidden = !open;
    };
    head.type = "button";
    head.addEventListener("click", () => {
      if (!this.open.delete(object.name)) this.open.add(object.name);
      this.hands.opened([...this.open]);
      render();
    });
    render();
    return element("section", {}, element("h3", { class: "object-title" }, head), body);
  }

  private grid(object: string, cells: readonly ShownCell[]): HTMLElement {
    const operations = this.matrix.operations.map((name, index) => ({ name, index })).filter(({ index }) => cells.some((cell) => cell.operation === index));
    const identities = this.matrix.identities.map((name, index) => ({ name, index })).filter(({ index }) => cells.some((cell) => cell.identity === index));
    const heads = element("div", { role: "row", class: "grid-row" }, element("div", { role: "columnheader", class: "corner" }, "As"), ...operations.map(({ name }) => element("div", { role: "columnheader" }, name)));
    const rows = identities.map((identity) => element(
      "div", { role: "row", class: "grid-row" }, element("div", { role: "rowheader" }, identity.name),
      ...operations.map((operation) => {
        const cell = cells.find((one) => one.identity === identity.index && one.operation === operation.index);
        return element("div", { role: "gridcell" }, cell === undefined ? "not tried" : this.button(`${operation.name} on ${object} as ${identity.name}`, cell));
      }),
    ));
    const grid = element("div", { role: "grid", class: "grid", aria: { label: `Who reaches ${object}` } }, heads, ...rows);
    grid.querySelector<HTMLElement>("button")?.setAttribute("tabindex", "0");
    grid.addEventListener("keydown", (event) => {
      if (moveInGrid(grid, event.key)) event.preventDefault();
    });
    return grid;
  }

  private button(name: string, cell: ShownCell): HTMLElement {
    const lines = cell.attempts.map(({ row, verdict }) => ({ verdict, words: cell.attempts.length === 1 && row === "any row" ? marks[verdict] : `${row}: ${marks[verdict]}` }));
    const made = element("button", { class: "cell", tabIndex: -1, data: { cell: cellId(cell) }, aria: { label: `${name}: ${lines.map(({ words }) => words).join("; ")}` } }, ...lines.map(({ verdict, words }) => element("span", { class: verdict }, words)));
    made.type = "button";
    made.addEventListener("click", () => {
      this.hands.show(cell);
    });
    return made;
  }
}

/** Identifies a cell within its report. */
export function cellId(cell: ShownCell): string {
  return `${cell.object}-${cell.identity}-${cell.operation}`;
}

/** "SELECT on public.orders as anonymous" */
export function cellTitle(matrix: ShownMatrix, cell: ShownCell): string {
  return `${matrix.operations[cell.operation] ?? ""} on ${matrix.objects[cell.object]?.name ?? ""} as ${matrix.identities[cell.identity] ?? ""}`;
}

function tally(cells: readonly ShownCell[]): string {
  const attempts = cells.flatMap((cell) => cell.attempts);
  const of = (verdict: keyof typeof marks): number => attempts.filter((attempt) => attempt.verdict === verdict).length;
  return [[of("allowed"), "allowed"], [of("denied"), "denied"], [of("error"), "failed to be tested"]].filter(([number]) => number !== 0).map(([number, word]) => `${number} ${word}`).join(", ");
}

/** One tab stop for the whole grid; arrows, Home and End move in it. */
function moveInGrid(grid: HTMLElement, key: string): boolean {
  const rows = [...grid.querySelectorAll(".grid-row")].map((row) => [...row.querySelectorAll<HTMLElement>("[role=gridcell]")].map((cell) => cell.querySelector<HTMLElement>("button")));
  const y = rows.findIndex((row) => row.some((one) => one !== null && one === document.activeElement));
  const x = rows[y]?.findIndex((one) => one !== null && one === document.activeElement) ?? -1;
  const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-Infinity, 0], End: [Infinity, 0] };
  const step = steps[key];
  if (step === undefined || y === -1) return false;
  const line = step[1] === 0 ? rows[y]! : rows.map((row) => row[x] ?? null);
  const from = step[1] === 0 ? x : y;
  const way = step[0] + step[1];
  const candidates = line.map((one, index) => ({ one, index })).filter(({ one, index }) => one !== null && (way > 0 ? index > from : index < from));
  const to = Math.abs(way) === Infinity ? (way > 0 ? candidates.at(-1) : candidates[0]) : way > 0 ? candidates[0] : candidates.at(-1);
  if (to?.one == null) return true;
  for (const one of rows.flat()) if (one !== null) one.tabIndex = -1;
  to.one.tabIndex = 0;
  to.one.focus();
  return true;
}
