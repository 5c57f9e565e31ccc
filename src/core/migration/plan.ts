import type { Range } from "../report/report.ts";
import type { StatementFacts } from "../script/facts.ts";
import type { LineIndex } from "../script/textPosition.ts";

/** One statement as it is sent. Offsets are UTF-16 units into the file; `range` is where it stands in it. */
export interface RunnableStatement {
  readonly sql: string;
  readonly start: number;
  readonly range: Range;
  /** null where the parser does not know it: the server decides. */
  readonly facts: StatementFacts | null;
  /** Rows for `COPY … FROM stdin`. */
  readonly copyData?: string;
}

/** Statements that run together: in one transaction, or one by one, each committing by itself. */
export interface Step {
  readonly transactional: boolean;
  readonly statements: readonly RunnableStatement[];
}

/** Something of the script that is not sent, and why. */
export interface Aside {
  readonly reason: "ownTransaction" | "psqlCommand" | "pragmaInTransaction";
  readonly message: string;
  readonly range: Range;
}

/** Why the script must not be run at all. */
export interface Refusal extends Omit<Aside, "reason"> {
  /** "dialect": this server does not know what the script uses. */
  readonly reason: "rollback" | "twoPhase" | "psqlCommand" | "dialect";
  readonly next: string;
}

/** What is run for a script. */
export interface RunPlan {
  readonly file: string;
  readonly lines: LineIndex;
  readonly steps: readonly Step[];
  /** Those of all steps, in order. */
  readonly statements: readonly RunnableStatement[];
  readonly asides: readonly Aside[];
  readonly refusals: readonly Refusal[];
}
