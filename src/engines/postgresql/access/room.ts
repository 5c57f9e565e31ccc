import type { Attempt } from "../../../core/access/attempt.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import type { Relations } from "./relations.ts";
import type { SeededRow, Seeder } from "./seeder.ts";

/** What the ways of trying share. */
export interface Room {
  readonly session: Session;
  readonly relations: Relations;
  readonly seeder: Seeder;
  readonly signal: AbortSignal;
}

/** One statement that somebody runs, and how its result tells whether it went through. */
export interface Probe {
  readonly attempt: Attempt;
  readonly sql: string;
  /** Run as the connection's own role just before. */
  readonly before?: readonly string[];
  /** Denied where no row was reached. */
  readonly needsRow: boolean;
  /** A statement that shows as the connection's own role whether the row was reached, where the statement's own count does not: its first value is "t" then. */
  readonly reached?: string;
  /** Tried instead where this one is refused or reaches nothing: what needs less. */
  readonly otherwise?: Probe;
  /** Of the row that was tried: for the witness and the policies that decided. */
  readonly rows: readonly TriedRow[];
  readonly note?: string;
  /** Of a view: the row behind it that was looked for. */
  readonly behind?: { readonly table: TableObject; readonly row: SeededRow };
}

/** A row as a policy sees it: the old one for USING, the new one for WITH CHECK. */
export interface TriedRow {
  readonly table: TableObject;
  readonly side: "using" | "check";
  readonly values: ReadonlyMap<string, string | null>;
}
