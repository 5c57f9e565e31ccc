import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, isDataEngineerError } from "../errors.ts";

const waitsMs = [250, 500, 1000, 2000] as const;

/**
 * Runs work that leaves nothing behind when it fails, again where a lock could not be had in time or a deadlock was broken:
 * four more times, with growing pauses. `onRetry` says so. Throws what the last try threw.
 */
export async function retryLocks<Value>(work: () => Promise<Value>, signal: AbortSignal, onRetry: (attempt: number, error: Error) => void): Promise<Value> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const wait = waitsMs[attempt];
      if (wait === undefined || !isDataEngineerError(error) || (error.reason !== "lockTimeout" && error.reason !== "deadlock")) throw error;
      onRetry(attempt + 1, error);
      await sleep(wait, undefined, { signal }).catch(() => {
        throw new CancelledError();
      });
    }
  }
}
