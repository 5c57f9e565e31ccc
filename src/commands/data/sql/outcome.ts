import type { StatementFacts } from "../../../core/script/facts.ts";
import type { TakenSnapshot } from "../../../core/snapshot/create.ts";
import type { StatementOutcome } from "./runStatement.ts";

/** A statement that ran, and what it gave. */
export interface DoneStatement {
  readonly facts: StatementFacts;
  readonly outcome: StatementOutcome;
  readonly durationMs: number;
}

/** How a run ended. `error` is absent where every statement ran and the end of the transaction held. */
export interface RunOutcome {
  readonly done: readonly DoneStatement[];
  readonly committed: boolean;
  readonly snapshot?: TakenSnapshot;
  readonly error?: unknown;
}
