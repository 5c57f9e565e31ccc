import type { Cell } from "../../../engine.ts";

/** How facts are read: one reading statement at a time. */
export interface ReadFacts {
  rows(sql: string): Promise<readonly (readonly Cell[])[]>;
  /** As `ServerFacts.versionNumber`: 150018. */
  readonly version: number;
}

/** A name or another text of a result; "" for null. */
export function cellText(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell : cell === null || cell === undefined ? "" : String(cell);
}

/** A list that a query gives as JSON text. */
export function cellList<Item>(cell: Cell | undefined): readonly Item[] {
  return typeof cell === "string" ? (JSON.parse(cell) as Item[]) : Array.isArray(cell) ? (cell as Item[]) : [];
}
