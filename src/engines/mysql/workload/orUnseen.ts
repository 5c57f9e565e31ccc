import { StatementError } from "../../../core/errors.ts";
import type { Unseen } from "../../../core/workload/workload.ts";

/** What was read; or, where the account may not read it or this server has no such table, what that takes away. */
export async function orUnseen<Value>(read: () => Promise<Value>, what: string, run: readonly string[]): Promise<{ readonly value: Value } | { readonly unseen: Unseen }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof StatementError) || (error.reason !== "permission" && error.reason !== "undefinedObject")) throw error;
    return { unseen: { what, why: error.message, run } };
  }
}
