import type { LeftCommand } from "../kill.ts";

/** What the host asks of the module's process; sent over its channel, so that it stands in no list of processes. */
export interface ModuleOrder {
  readonly url: string;
  /** The only database that the module may touch. */
  readonly database: string;
  /** The database that a scratch one stands for: a module that names it gets the scratch one. */
  readonly standsFor?: string;
  /** Absolute. */
  readonly file: string;
  readonly direction: "up" | "down";
  readonly connectTimeoutMs: number;
  /** What the connections call themselves, by which the server's operations are found again. */
  readonly appName: string;
  /** The folder where documents are kept that it changes or removes (see core/snapshot/keptAside.ts); absent: none are. */
  readonly keepIn?: string;
}

/** How often a module sent one command to one collection, and how many documents it changed. */
export interface JournalEntry {
  readonly command: string;
  readonly collection: string;
  readonly times: number;
  readonly documents: number;
}

export interface ModuleFailure {
  /** "connect": the database was not reached, nothing ran. "load": the module cannot be loaded. "beyond": it reached for another database. */
  readonly stage: "connect" | "load" | "beyond" | "run";
  readonly message: string;
  /** The server's code where it refused. */
  readonly code?: number;
  /** Place in the module's file, counted from one. */
  readonly line?: number;
  readonly character?: number;
}

/** What was kept, by collection, and in words what could not be. */
export interface Keeping {
  readonly kept: readonly (readonly [collection: string, documents: number])[];
  readonly unkept: readonly string[];
}

export type FromModule =
  | { readonly kind: "journal"; readonly entries: readonly JournalEntry[]; readonly running: readonly LeftCommand[] }
  | { readonly kind: "done"; readonly entries: readonly JournalEntry[]; readonly unfinished: number; readonly keeping: Keeping }
  | { readonly kind: "failed"; readonly entries: readonly JournalEntry[]; readonly failure: ModuleFailure };
