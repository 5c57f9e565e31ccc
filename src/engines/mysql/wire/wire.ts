import type { Connection } from "mysql2";
import { CancelledError, ConnectionError, type DataEngineerError, StatementError, throwIfCancelled } from "../../../core/errors.ts";
import type { Cell } from "../../engine.ts";
import type { Field, RawRow } from "../cells.ts";
import { endsSession, interruptedCode, isServerError, lostConnection, type ServerError, statementError } from "../errors.ts";
import { type Completed, describe, exchange, type Request, type Sink } from "./exchange.ts";
import { recordStatus, type ServerStatus, watchStatus } from "./status.ts";

export interface SendOptions {
  readonly params?: readonly Cell[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the statement is killed on the server; 0 never. */
  readonly timeoutMs?: number | undefined;
  /** At most this many rows of a result are kept; they are counted all the same. */
  readonly maxRows?: number | undefined;
  /** Units that we put in front of the person's own text, so that error offsets point into theirs. */
  readonly shift?: number | undefined;
  /** Values are wanted in their binary form. */
  readonly binary?: boolean | undefined;
}

/** What one statement gave: the first result that has columns, else the count of changed rows. */
export interface StepResult {
  readonly fields: readonly Field[];
  readonly rows: RawRow[];
  readonly rowCount: number;
  /** Results with columns; more than one comes from a procedure. */
  readonly results: number;
  readonly warnings: number;
}

/** Makes a server's refusal an error with its place in the text. */
export type Explain = (error: ServerError, text: string, shift: number) => DataEngineerError;

/** How long rows that nobody wants may come before their statement is killed. */
const patienceMs = 50;

/** One server connection: calls run one after the other, errors are translated here and nowhere else, and an abort kills the statement on the server. */
export class Wire {
  readonly connection: Connection;
  private readonly killOnServer: () => Promise<void>;
  private readonly status: ServerStatus;
  private readonly onEnd: (() => void)[] = [];
  /** Ends the exchange that runs now. */
  private interrupt: ((error: Error) => void) | undefined;
  private explain: Explain = statementError;
  private tail: Promise<unknown> = Promise.resolve();
  private lost: ConnectionError | undefined;
  private closing = false;
  private busy = false;
  private killing: Promise<void> | undefined;
  private stopped: "cancelled" | "timedOut" | undefined;

  constructor(connection: Connection, killOnServer: () => Promise<void>) {
    this.connection = connection;
    this.killOnServer = killOnServer;
    this.status = watchStatus(connection);
    connection.on("error", (error) => this.ended(error));
    connection.on("end", () => this.ended(new Error("ended")));
  }

  set explainer(explain: Explain) {
    this.explain = explain;
  }

  /** Calls `listener` when the connection has ended without being closed. */
  onLost(listener: () => void): void {
    this.onEnd.push(listener);
  }

  /** Whether the server said last that a transaction is open. */
  get inTransaction(): boolean {
    return this.status.inTransaction;
  }

  /** Warnings of the statement that ended last. */
  get warnings(): number {
    return this.status.warnings;
  }

  get isLost(): boolean {
    return this.lost !== undefined;
  }

  /** Usable, and in no transaction. */
  get free(): boolean {
    return this.lost === undefined && !this.closing && !this.inTransaction;
  }

  /** Runs `work` when everything asked for before has ended. */
  exclusive<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.tail.then(work, work);
    this.tail = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  /** Sends one statement in its turn. Throws StatementError, ConnectionError or CancelledError. */
  send(text: string, options: SendOptions = {}): Promise<StepResult> {
    return this.exclusive(() => this.sendNow(text, options));
  }

  /** As `send`, for callers that hold the turn already. */
  async sendNow(text: string, options: SendOptions = {}): Promise<StepResult> {
    const gathered: { fields: readonly Field[]; rows: RawRow[]; count: number; results: number } = { fields: [], rows: [], count: 0, results: 0 };
    const sink: Sink = {
      fields: (fields, result) => {
        gathered.results = result + 1;
        if (result === 0) gathered.fields = fields;
      },
      row: (row, result) => {
        if (result !== 0) return;
        gathered.count += 1;
        if (gathered.rows.length < (options.maxRows ?? Number.POSITIVE_INFINITY)) gathered.rows.push(row);
      },
    };
    const completed = await this.guarded({ text, params: options.params, binary: options.binary }, options, (request) => this.exchangeNow(request, sink));
    const { fields, rows, count, results } = gathered;
    return { fields, rows, rowCount: results === 0 ? (completed.affected ?? 0) : count, results, warnings: this.status.warnings };
  }

  /** Sends several statements in one request and gives the rows of each; all of them must give some. For a connection that was opened for it, and for texts of ours alone. */
  sendTogether(texts: readonly string[], options: SendOptions = {}): Promise<readonly { readonly fields: readonly Field[]; readonly rows: RawRow[] }[]> {
    return this.exclusive(async () => {
      const results: { fields: readonly Field[]; rows: RawRow[] }[] = [];
      const sink: Sink = {
        fields: (fields) => void results.push({ fields, rows: [] }),
        row: (row, result) => void results[result]?.rows.push(row),
      };
      await this.guarded({ text: texts.join(";\n") }, options, (request) => this.exchangeNow(request, sink));
      return results;
    });
  }

  /** The columns that a statement would give, without running it. For callers that hold the turn. */
  describeNow(text: string, options: SendOptions = {}): Promise<readonly Field[]> {
    return this.guarded({ text }, options, () =>
      describe(this.connection, text, (reject) => {
        this.interrupt = reject;
      }),
    );
  }

  /** Starts an exchange whose rows go to `sink`; for callers that hold the turn and guard it themselves. */
  async exchangeNow(request: Request, sink: Sink): Promise<Completed> {
    const completed = await exchange(this.connection, request, sink, (reject) => {
      this.interrupt = reject;
    });
    if (completed.status !== undefined) recordStatus(this.status, completed.status.flags, completed.status.warnings);
    return completed;
  }

  /** Refuses where the connection is lost or the signal has fired; kills on the server when it fires later or the time is up; translates what is thrown. */
  async guarded<Value>(request: Request, options: SendOptions, work: (request: Request) => Promise<Value>): Promise<Value> {
    const { signal, timeoutMs = 0 } = options;
    if (signal !== undefined) throwIfCancelled(signal);
    if (this.lost !== undefined) throw this.lost;
    if (this.closing) throw new ConnectionError("lost", "The connection is closed.", { next: "Connect again." });
    this.stopped = undefined;
    const began = performance.now();
    this.busy = true;
    this.killing = undefined;
    const onAbort = (): void => void this.stop("cancelled");
    signal?.addEventListener("abort", onAbort, { once: true });
    const timer = timeoutMs > 0 ? setTimeout(() => void this.stop("timedOut"), timeoutMs) : undefined;
    try {
      const value = await work(request);
      // SLEEP() and the like end without an error when they are killed.
      if (this.wasStopped() && !changesData(value)) throw this.stopError(undefined);
      // The server's own limit, which is the same, may end them a moment before our clock.
      if (timeoutMs > 0 && performance.now() - began >= timeoutMs && !changesData(value)) throw timedOut(undefined);
      return value;
    } catch (error) {
      throw await this.translated(error, request.text, options.shift ?? 0);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      this.busy = false;
      // The kill must have reached the server before the next statement starts; one that came too late may be kept for that.
      await this.killing;
      if (this.killing !== undefined) await this.quiet("DO 0");
    }
  }

  /** Kills what runs now, if anything does. */
  async cancelNow(): Promise<void> {
    if (this.busy) await this.stop("cancelled");
  }

  /** Waits for the end of an exchange whose rows nobody wants; one that goes on is killed. For callers that hold the turn. */
  async discard(running: Promise<Completed>, resume: () => void): Promise<void> {
    const ended = running.then(
      () => true,
      () => true,
    );
    resume();
    const soon = new Promise<boolean>((resolve) => setTimeout(resolve, patienceMs, false));
    if (await Promise.race([ended, soon])) return;
    await this.killOnServer();
    await ended;
    await this.quiet("DO 0");
  }

  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    if (this.lost !== undefined) return this.connection.destroy();
    await new Promise<void>((resolve) => {
      this.connection.once("end", () => resolve());
      this.connection.end(() => resolve());
    });
    this.connection.destroy();
  }

  private ended(error: Error): void {
    const first = this.lost === undefined && !this.closing;
    this.lost ??= lostConnection(error);
    this.interrupt?.(error);
    if (first) for (const listener of this.onEnd) listener();
  }

  private stop(why: "cancelled" | "timedOut"): Promise<void> {
    this.stopped ??= why;
    return (this.killing ??= this.killOnServer());
  }

  private wasStopped(): boolean {
    return this.stopped !== undefined;
  }

  private stopError(cause: unknown): DataEngineerError {
    if (this.stopped !== "timedOut") return new CancelledError();
    return timedOut(cause);
  }

  private async translated(error: unknown, text: string, shift: number): Promise<unknown> {
    if (error instanceof CancelledError || error instanceof StatementError) return error;
    if (!isServerError(error)) return this.lost ?? lostConnection(error);
    const interrupted = interruptedCode(error);
    if (interrupted && this.wasStopped()) return this.stopError(undefined);
    // The same code comes when the whole connection is killed; its end follows at once.
    if (endsSession(error) || (interrupted && !(await this.quiet("DO 0")))) return (this.lost ??= lostConnection(error));
    return this.explain(error, text, shift);
  }

  /** Runs a statement of ours that tells only whether the connection lives (the answer) and whether a transaction is open. */
  async quiet(text: string): Promise<boolean> {
    if (this.lost !== undefined) return false;
    const nothing: Sink = { fields: () => undefined, row: () => undefined };
    try {
      await this.exchangeNow({ text }, nothing);
      return true;
    } catch (error) {
      return isServerError(error) && interruptedCode(error);
    }
  }
}

/** A statement that was done although it was to be stopped: what it changed stands, so it must not look cancelled. */
function changesData(value: unknown): boolean {
  return typeof value === "object" && value !== null && "affected" in value && value.affected !== undefined;
}

function timedOut(cause: unknown): StatementError {
  return new StatementError("statementTimeout", "3024", "The statement took longer than its timeout and was stopped.", { cause, next: "Raise the statement timeout or make the statement do less at once." });
}
