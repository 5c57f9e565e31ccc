import type { Catalog } from "../core/catalog/catalog.ts";
import type { Script } from "../core/script/script.ts";
import type { Workload } from "../core/workload/workload.ts";

/** What the server counted about its work, and what it does now; `Session.workload`. */
export interface WorkloadAdapter {
  /** Set where the engine counts nothing and needs the statements of the project in a file (SQLite). */
  readonly needsScript?: true;
  /** In a constant number of reading statements, one for each of those in a script besides. What the account may not read, or the server does not count, is told in `unseen`. */
  read(room: WorkloadRoom): Promise<Workload>;
}

export interface WorkloadRoom {
  readonly catalog: Catalog;
  /** How many statements are wanted at most. */
  readonly top: number;
  /** The project's own statements, with how often each is called in a comment before it: `-- calls: 500`. They run where what they change is undone. */
  readonly script?: Script;
  readonly signal: AbortSignal;
}
