import type { StatementFacts } from "../script/facts.ts";

/** True where the statement only makes sure that something exists or is gone, or replaces it. */
export function isConditional(facts: StatementFacts): boolean {
  return facts.idempotent === true;
}

/** True where it cannot be known whether the statements inside are reached. */
export function isUncertain(facts: StatementFacts): boolean {
  return facts.verb === "DO" || facts.verb === "CALL" || facts.verb === "EXECUTE" || facts.verb === "BEGIN NOT ATOMIC";
}
