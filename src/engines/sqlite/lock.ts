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
  private held = false;

  constructor(supervisor: Supervisor, database: string) {
    this.supervisor = supervisor;
    this.file = `${database}-data-engineer-lock`;
    supervisor.onStart = (child) => this.takeAgain(child);
  }

  /** Polls until it is free; null when another still holds it after `waitMs`. */
  async take(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    if (this.held) throw new MigrationError("locked", "This connection already holds the applier's lock.");
    const giveUp = performance.now() + waitMs;
    for (;;) {
      throwIfCancelled(signal);
      const { taken } = await this.supervisor.request("lock", { file: this.file }, { signal });
      if (taken) return this.taken();
      if (performance.now() >= giveUp) return null;
      await sleep(Math.min(pollMs, Math.max(1, giveUp - performance.now())));
    }
  }

  private taken(): ApplierLock {
    this.held = true;
    return {
      holder: `process ${process.pid} on ${os.hostname()}`,
      release: async () => {
        if (!this.held) return;
        this.held = false;
        if (this.supervisor.generation !== undefined) await this.supervisor.request("unlock", {});
      },
    };
  }

  private async takeAgain(child: Child): Promise<void> {
    if (!this.held) return;
    const { taken } = await child.request("lock", { file: this.file });
    if (taken) return;
    throw new ConnectionError("lost", "The applier's lock was lost with the connection, and another process has taken it.", { next: "Wait until it has finished, then run the command again." });
  }
}
