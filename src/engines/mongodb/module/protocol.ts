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

export type FromModule =
  | { readonly kind: "journal"; readonly entries: readonly JournalEntry[] }
  | { readonly kind: "done"; readonly entries: readonly JournalEntry[]; readonly unfinished: number }
  | { readonly kind: "failed"; readonly entries: readonly JournalEntry[]; readonly failure: ModuleFailure };
