import { UsageError } from "../../../core/errors.ts";
import type { Destruction, StatementFacts } from "../../../core/script/facts.ts";
import type { SqlScript } from "./readScript.ts";

/** How a script is run: what of it, in which kind of transaction, and what it would lose. */
export interface SqlPlan {
  readonly statements: readonly StatementFacts[];
  /** "alone": the only statement, which no transaction can hold, or several that each commit by themselves. "rollback": the script itself ends in ROLLBACK. */
  readonly way: "commit" | "rollback" | "alone";
  readonly writes: boolean;
  readonly destroys: readonly Destruction[];
}

/**
 * Takes a BEGIN … COMMIT (or ROLLBACK) around the whole script as what run-sql does anyway. Throws UsageError where the script
 * controls transactions in its middle, or holds a statement that no transaction can hold beside others (unless what changes structure commits by itself:
 * then each statement stands by itself).
 */
export function planRun(script: SqlScript, structureCommits = false): SqlPlan {
  const { statements, end } = unwrapped(script);
  const line = (facts: StatementFacts): number => script.lines.position(facts.statement.start).line + 1;
  const control = statements.find((facts) => facts.control === "begin" || facts.control === "commit" || facts.control === "rollback");
  if (control !== undefined) {
    throw new UsageError("badArgument", `Line ${line(control)} holds ${control.verb}, and run-sql runs all statements in one transaction.`, {
      next: "Remove what begins or ends transactions, or split the script.",
    });
  }
  const outside = statements.find((facts) => facts.transaction === "outside");
  if (outside !== undefined && statements.length > 1 && !structureCommits) {
    throw new UsageError("badArgument", `${outside.verb} in line ${line(outside)} cannot run in a transaction, and run-sql runs all statements in one.`, {
      next: "Run it alone, without other statements.",
    });
  }
  if (outside !== undefined && end === "rollback") {
    throw new UsageError("badArgument", `${outside.verb} cannot be rolled back.`, { next: "Run it alone, without BEGIN and ROLLBACK." });
  }
  return {
    statements,
    way: outside === undefined ? end : "alone",
    writes: statements.some((facts) => facts.writes || facts.transaction !== "inside"),
    destroys: statements.flatMap((facts) => facts.destroys),
  };
}

function unwrapped(script: SqlScript): { readonly statements: readonly StatementFacts[]; readonly end: "commit" | "rollback" } {
  const [first, last] = [script.statements[0], script.statements.at(-1)];
  const ends = last?.control === "commit" || last?.control === "rollback";
  if (first?.control !== "begin" || !ends) return { statements: script.statements, end: "commit" };
  const inner = script.statements.slice(1, -1);
  return { statements: inner, end: last.control === "rollback" ? "rollback" : "commit" };
}
