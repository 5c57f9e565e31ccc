import { isDataEngineerError, MigrationError } from "../errors.ts";
import type { ApplierConnection } from "./ports.ts";

/** A shorter wait is not worth a word. */
const worthTellingMs = 500;

/** Another applier is waited for: who it is, where that can be told. */
export type OnWait = (holder: string | null) => void;

/** Works as the one applier of the database. Throws MigrationError "locked" that names the holder where another is at work for longer than `waitMs`. */
export async function asOnlyApplier<Value>(connection: ApplierConnection, waitMs: number, signal: AbortSignal, work: () => Promise<Value>, onWait?: OnWait): Promise<Value> {
  const lock = await lockTelling(connection, waitMs, signal, onWait);
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

async function lockTelling(connection: ApplierConnection, waitMs: number, signal: AbortSignal, onWait: OnWait | undefined): ReturnType<ApplierConnection["lockApplier"]> {
  let waiting = true;
  const tell = (holder: string | null): void => {
    if (waiting) onWait?.(holder);
  };
  const timer = setTimeout(() => void connection.applierHolder().then(tell, () => tell(null)), worthTellingMs);
  try {
    return await connection.lockApplier(waitMs, signal);
  } finally {
    waiting = false;
    clearTimeout(timer);
  }
}
