import { StatementError } from "../../../core/errors.ts";

/** What was asked, or why it is not to be had: no right (13, 8000 on Atlas), unknown to this server or not known in this form (2, 59, 72, 115). Anything else is thrown. */
export async function orDenied<Value>(ask: Promise<Value>): Promise<{ readonly value: Value } | { readonly denied: string }> {
  try {
    return { value: await ask };
  } catch (error) {
    if (error instanceof StatementError && ["2", "13", "59", "72", "115", "8000"].includes(error.code ?? "")) return { denied: error.message };
    throw error;
  }
}
