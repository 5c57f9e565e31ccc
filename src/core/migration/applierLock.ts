import { isDataEngineerError, MigrationError } from "../errors.ts";
import type { ApplierConnection } from "./ports.ts";

/** Works as the one applier of the database. Throws MigrationError "locked" that names the holder where another is at work for longer than `waitMs`. */
export async function asOnlyApplier<Value>(connection: ApplierConnection, waitMs: number, signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  const lock = await connection.lockApplier(waitMs, signal);
  if (lock === null) {
    const holder = await connection.applierHolder();
    throw new MigrationError("locked", `Another apply is at work on ${connection.facts.database}${holder === null ? "" : `: ${holder}`}.`, {
      next: "Wait for it and run this again. Its lock goes when it ends, also when it was killed.",
    });
  }
  try {
    return await work();
  } finally {
    await lock.release().catch((error: unknown) => {
      if (!isDataEngineerError(error) || error.kind !== "connection") throw error;
    });
  }
}
