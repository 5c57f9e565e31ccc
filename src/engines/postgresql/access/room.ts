import type { Attempt, Mechanism } from "../../../core/access/attempt.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import type { Relations } from "./relations.ts";
import type { Seeder } from "./seeder.ts";
import type { ViewWriting } from "./viewWriting.ts";

/** What the ways of trying share. */
export interface Room {
  readonly session: Session;
  readonly relations: Relations;
  readonly seeder: Seeder;
  readonly signal: AbortSignal;
  /** What views let be written, read once. */
  writing(): Promise<ReadonlyMap<string, ViewWriting>>;
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
  /** Tried next where this one goes through: what tells more. */
  readonly then?: Probe;
  /** Why it is denied where no row was reached; absent: the row is not seen. */
  readonly denies?: Mechanism;
  /** In words, what another error than a refusal means. */
  readonly failed?: string;
  /** Of the row that was tried: for the witness and the policies that decided. */
  readonly rows: readonly TriedRow[];
  readonly note?: string;
  /** Of a view: finds the row through it, whoever asks. */
  readonly seen?: string;
  /** Of a view that a trigger writes: does that run as who asks? */
  readonly asCaller?: boolean;
}

/** A row as a policy sees it: the old one for USING, the new one for WITH CHECK. */
export interface TriedRow {
  readonly table: TableObject;
  readonly side: "using" | "check";
  readonly values: ReadonlyMap<string, string | null>;
}
