import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, MigrationError, throwIfCancelled } from "../../core/errors.ts";
import type { ApplierLock } from "../engine.ts";
import { single, type Wire } from "./wire/wire.ts";

/** "DENG"; with the hash of the database's name it makes the key of the one applier's lock. */
const family = 0x44454e47;
const key = `${family}, pg_catalog.hashtext(pg_catalog.current_database())`;
const pollMs = 100;

const tryStep = { name: "data_engineer_try_lock", text: `SELECT pg_catalog.pg_try_advisory_lock(${key})` };
const holderStep = {
  name: "data_engineer_lock_holder",
  text: `SELECT pg_catalog.format('%s (%s, process %s, since %s)', a.usename, a.application_name, a.pid, pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = ${family}::pg_catalog.oid
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`,
};

/**
 * The one applier's advisory lock, tried again and again instead of waited for inside the server: a blocked session would hold a snapshot
 * that CREATE INDEX CONCURRENTLY waits for. The server frees the lock when the session dies.
 */
export class ApplierLocks {
  private readonly wire: Wire;
  private held = false;

  constructor(wire: Wire) {
    this.wire = wire;
  }

  /** Null when another session holds it after `waitMs`. */
  async take(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    if (this.held) throw new MigrationError("locked", "This connection already holds the applier's lock.");
    const deadline = performance.now() + waitMs;
    for (;;) {
      throwIfCancelled(signal);
      const [result] = await this.wire.send([tryStep], { signal });
      if (single(result) === "t") return await this.taken();
      const left = deadline - performance.now();
      if (left <= 0) return null;
      await sleep(Math.min(pollMs, left), undefined, { signal }).catch(() => {
        throw new CancelledError();
      });
    }
  }

  private async taken(): Promise<ApplierLock> {
    this.held = true;
    return {
      holder: (await applierLockHolder(this.wire)) ?? "this session",
      release: async () => {
        if (!this.held) return;
        this.held = false;
        await this.wire.send([{ text: `SELECT pg_catalog.pg_advisory_unlock(${key})` }]);
      },
    };
  }
}

/** Who holds the applier's lock of this database, from the server's list of sessions; null where nobody does. */
export async function applierLockHolder(wire: Wire): Promise<string | null> {
  const [result] = await wire.send([holderStep]);
  return single(result);
}
