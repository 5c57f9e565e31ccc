import { CancelledError, ConnectionError, StatementError } from "../../../core/errors.ts";
import type { DataEngineerError } from "../../../core/errors.ts";
import { statementError } from "../errors.ts";
import type { OpenFacts, OpenInput, OperationName, Operations } from "../protocol.ts";
import { Child, ChildFailure } from "./child.ts";

export interface Limits {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; 0 or absent: no limit. */
  readonly timeoutMs?: number | undefined;
  /** The statement that errors are told about. */
  readonly sql?: string;
}

/** Keeps a child process with the database open: starts it when needed, ends it to cancel, one request at a time. */
export class Supervisor {
  private readonly open: OpenInput;
  private child: Child | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;
  private running = 0;
  /** Runs in each new child before anything else does; a throw makes the call fail. */
  onStart: ((child: Child) => Promise<void>) | undefined;

  constructor(open: OpenInput) {
    this.open = open;
  }

  get inTransaction(): boolean {
    return this.child?.alive === true && this.child.inTransaction;
  }

  /** True while a request is under way. */
  get busy(): boolean {
    return this.running > 0;
  }

  /** The living child; another one after a restart, undefined where none lives. */
  get generation(): Child | undefined {
    return this.child?.alive === true ? this.child : undefined;
  }

  /** Starts the child where none lives. */
  start(limits: Limits): Promise<OpenFacts | null> {
    return this.queued(() => this.ready(limits));
  }

  request<Name extends OperationName>(name: Name, input: Operations[Name]["input"], limits: Limits = {}): Promise<Operations[Name]["output"]> {
    return this.queued(async () => {
      await this.ready(limits);
      return this.limited(limits, (child) => child.request(name, input));
    });
  }

  /** Ends the child, so that whatever it runs is rolled back; the next request starts a new one. */
  async interrupt(reason: DataEngineerError): Promise<void> {
    await this.child?.kill(reason);
  }

  async close(): Promise<void> {
    this.closed = true;
    const child = this.child;
    if (child?.alive !== true) return;
    await child.request("close", {}).catch(() => undefined);
    await child.kill(closedError());
  }

  private async ready(limits: Limits): Promise<OpenFacts | null> {
    if (this.closed) throw closedError();
    if (limits.signal?.aborted === true) throw new CancelledError();
    if (this.child?.alive === true) return null;
    this.child = new Child();
    const facts = await this.limited(limits, (child) => child.request("open", this.open));
    await this.started(this.child);
    return facts;
  }

  private async started(child: Child): Promise<void> {
    try {
      await this.onStart?.(child);
    } catch (error) {
      await child.kill(error instanceof ConnectionError ? error : closedError());
      throw error instanceof ChildFailure ? statementError(error.failure, "") : error;
    }
  }

  private async limited<Value>({ signal, timeoutMs = 0, sql = "" }: Limits, work: (child: Child) => Promise<Value>): Promise<Value> {
    const child = this.child as Child;
    const abort = (): void => void child.kill(new CancelledError());
    const expire = (): void => void child.kill(timedOut(timeoutMs));
    const timer = timeoutMs > 0 ? setTimeout(expire, timeoutMs) : undefined;
    signal?.addEventListener("abort", abort);
    this.running += 1;
    try {
      if (signal?.aborted === true) throw new CancelledError();
      return await work(child);
    } catch (error) {
      if (error instanceof ChildFailure) throw statementError(error.failure, sql);
      throw error;
    } finally {
      this.running -= 1;
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  private queued<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.last.then(work, work);
    this.last = result.catch(() => undefined);
    return result;
  }
}

function timedOut(milliseconds: number): StatementError {
  return new StatementError("statementTimeout", "TIMEOUT", `The statement took longer than ${milliseconds} ms and was ended.`, {
    next: "Make it smaller, or raise the statement timeout.",
  });
}

function closedError(): ConnectionError {
  return new ConnectionError("lost", "The connection is closed.", { next: "Connect again." });
}
