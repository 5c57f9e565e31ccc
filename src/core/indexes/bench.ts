import type { IndexDraft } from "./indexDraft.ts";

/** A statement with how often it runs. */
export interface WeightedQuery {
  /** "Q1": its name in the report. */
  readonly id: string;
  readonly sql: string;
  /** How often it runs in the time that the workload covers; 1 where nobody said. */
  readonly calls: number;
  /** Set where the server runs it because of another statement: why. */
  readonly behind?: string;
}

/** "hypothetical": the planner is told of an index that is not there; "shadow", "copy": built on a disposable database; "transaction": built on the target and rolled back. */
export type ProofForm = "hypothetical" | "shadow" | "copy" | "transaction";

/** A place where indexes are made and their effect on statements is measured; nothing of it is left. */
export interface IndexBench {
  readonly form: ProofForm;
  /** In words: "on a scratch database on the same server". */
  readonly place: string;
  /** What costs are counted in: "planner cost", "blocks", "rows". */
  readonly unit: string;
  /** Its costs come from executions, not from estimates. */
  readonly executed: boolean;
  /** What one more index costs per row written, in `unit`; an estimate. */
  readonly perWrite: number;
  /** A difference below this is worth no index, whatever its share. */
  readonly least: number;
  /** An index costs seconds here, so that only the most promising are made. */
  readonly dear: boolean;
  /** What is not as on the target, in whole sentences. */
  readonly notes: readonly string[];
  /** Throws StatementError for a statement that the server refuses. */
  measure(query: WeightedQuery): Promise<Measurement>;
  /** Makes it; or says in the server's words why not. */
  make(draft: IndexDraft): Promise<MadeIndex | { readonly refused: string }>;
  drop(index: MadeIndex): Promise<void>;
}

export interface MadeIndex {
  /** As plans name it here. */
  readonly name: string;
  readonly bytes: number;
  /** The size is the engine's guess. */
  readonly estimated: boolean;
}

export interface Measurement {
  readonly cost: number;
  /** Elapsed, the best of several; only where it was executed. */
  readonly ms?: number;
  /** The names of the indexes that the plan uses. */
  readonly used: readonly string[];
  /** The plan as the engine shows it. */
  readonly plan: string;
}
