import type { Mechanism } from "../../../core/access/attempt.ts";
import type { StatementError } from "../../../core/errors.ts";
import { isServerError } from "../errors.ts";

/** The mechanism behind a refusal; undefined where the failure is the test's own. Read by SQLSTATE and the server's function, so that its language does not matter. */
export function denialOf(error: StatementError): Mechanism | undefined {
  if (error.code === "44000") return "definition";
  if (error.code !== "42501") return undefined;
  const routine = isServerError(error.cause) ? error.cause.routine : undefined;
  if (routine === "ExecWithCheckOptions" || /violates row-level security policy/.test(error.message)) return "check";
  if (routine === "exec_stmt_raise") return "definition";
  return /schema/i.test(error.message) ? "schema" : "grant";
}
