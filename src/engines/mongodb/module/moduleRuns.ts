import { StatementError } from "../../../core/errors.ts";
import type { Result, RunOptions, Timeouts } from "../../engine.ts";
import type { ModuleCall } from "../statement.ts";
import { killOfApplication } from "../kill.ts";
import type { Wire } from "../wire.ts";
import { runModule } from "./runModule.ts";

interface Target {
  readonly url: string;
  readonly database: string;
  readonly standsFor: string | undefined;
  readonly cwd: string;
  readonly timeouts: Timeouts;
}

/** The modules that a session runs, in the queue of its commands. */
export class ModuleRuns {
  private readonly wire: Wire;
  private readonly target: Target;
  private stop = new AbortController();

  constructor(wire: Wire, target: Target) {
    this.wire = wire;
    this.target = target;
  }

  /** Throws StatementError for a module that would run where nothing may be written, or in a transaction, of which it could not be part. */
  run(call: ModuleCall, options: RunOptions, within: "commit" | "rollback" | "readOnly" | undefined): Promise<Result> {
    if (within === "readOnly") return Promise.reject(new StatementError("readOnly", "MODULE", "This connection is read-only, and what a module does cannot be known before it runs.", { next: "Run it on a connection that may write." }));
    if (within !== undefined) return Promise.reject(new StatementError("other", "MODULE", "A module works on a connection of its own and cannot be part of a transaction.", { next: "Run it alone." }));
    const { cwd, database, standsFor, timeouts, url } = this.target;
    return this.wire.exclusive(async () => {
      this.stop = new AbortController();
      const signal = options.signal === undefined ? this.stop.signal : AbortSignal.any([options.signal, this.stop.signal]);
      return await runModule(call, { url, database, standsFor, cwd, connectTimeoutMs: timeouts.connect }, { signal, timeoutMs: options.statementTimeoutMs ?? timeouts.statement, maxRows: options.maxRows, keepIn: options.keepIn, killLeft: (appName, running) => killOfApplication(this.wire.client, database, appName, running) });
    });
  }

  /** Kills the process of the module that runs now. */
  cancel(): void {
    this.stop.abort();
  }
}
