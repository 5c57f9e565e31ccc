import type { StatementFacts } from "../script/facts.ts";

export type Control = "begin" | "commit" | "rollback" | "twoPhase";

/**
 * The statements that begin or end a transaction, also where the parser does not know them; null for all others.
 * SAVEPOINT, RELEASE and ROLLBACK TO live inside a transaction and are sent as they stand.
 */
export function controlOf(facts: StatementFacts | null, sql: string): Control | null {
  if (facts !== null && facts.kind !== "transactionControl") return null;
  const text = sql.replace(/^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "");
  if (/^(?:PREPARE\s+TRANSACTION|(?:COMMIT|ROLLBACK)\s+PREPARED)\b/i.test(text)) return "twoPhase";
  if (/^(?:BEGIN\b(?!\s+ATOMIC)|START\s+TRANSACTION\b)/i.test(text)) return "begin";
  if (/^(?:ROLLBACK|ABORT)\b(?!(?:\s+(?:WORK|TRANSACTION))?\s+TO\b)/i.test(text)) return "rollback";
  if (/^(?:COMMIT|END)\b/i.test(text)) return "commit";
  switch (facts?.control) {
    case "begin":
    case "commit":
    case "rollback":
      return facts.control;
    default:
      return null;
  }
}
