import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, MigrationError, throwIfCancelled } from "../../core/errors.ts";
import type { ApplierLock } from "../engine.ts";
import type { Child } from "./child/child.ts";
import type { Supervisor } from "./child/supervisor.ts";

const pollMs = 50;

/** The one applier's lock, held by the child process on a file beside the database: its death frees it, a new child must take it again. */
export class ApplierLocks {
  private readonly supervisor: Supervisor;
  private readonly file: string;
  /** What the held file is known by. */
  private held: string | undefined;

  constructor(supervisor: Supervisor, database: string) {
    this.supervisor = supervisor;
    this.file = `${database}-data-engineer-lock`;
    supervisor.onStart = (child) => this.takeAgain(child);
  }

  /** Polls until it is free; null when another still holds it after `waitMs`. */
  async take(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    if (this.held !== undefined) throw new MigrationError("locked", "This connection already holds the applier's lock.");
    const giveUp = performance.now() + waitMs;
    for (;;) {
      throwIfCancelled(signal);
      const { identity } = await this.supervisor.request("lock", { file: this.file, known: null }, { signal });
      if (identity !== null) return this.taken(identity);
      if (performance.now() >= giveUp) return null;
      await sleep(Math.min(pollMs * (0.5 + Math.random()), Math.max(1, giveUp - performance.now())));
    }
  }

  private taken(identity: string): ApplierLock {
    this.held = identity;
    return {
      holder: `process ${process.pid} on ${os.hostname()}`,
      release: async () => {
        if (this.held !== identity) return;
        this.held = undefined;
        if (this.supervisor.generation !== undefined) await this.supervisor.request("unlock", {});
      },
    };
  }

  /** In a new child: goes on only where nobody else had the lock since the old one died. */
  private async takeAgain(child: Child): Promise<void> {
    if (this.held === undefined) return;
    const { identity } = await child.request("lock", { file: this.file, known: this.held });
    if (identity === this.held) return;
    throw new ConnectionError("lost", "The applier's lock was lost with the connection, and another process has taken it.", { next: "Wait until it has finished, then run the command again." });
  }
}
