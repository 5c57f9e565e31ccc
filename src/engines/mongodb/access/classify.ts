import type { Mechanism, Outcome } from "../../../core/access/attempt.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";

/** Refusals by their numbers: Unauthorized (8000 on Atlas), a view cannot be written, the validator refused the document. */
const mechanisms: Readonly<Record<string, Mechanism>> = { "13": "grant", "8000": "grant", "166": "definition", "121": "validator" };

/** What a refusal means; any other error is a failure of the test. */
export function refused(error: unknown, witness: readonly Evidence[]): Outcome {
  if (!(error instanceof StatementError)) throw error;
  const mechanism = error.code === undefined ? undefined : mechanisms[error.code];
  return { verdict: mechanism === undefined ? "error" : "denied", ...(mechanism === undefined ? {} : { mechanism }), policies: [], code: error.code, message: error.message, witness };
}

export function notTried(message: string): Outcome {
  return { verdict: "error", policies: [], message, witness: [] };
}
