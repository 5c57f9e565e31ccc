import type { Client } from "pg";
import { CancelledError, ConnectionError, type DataEngineerError, StatementError, throwIfCancelled } from "../../../core/errors.ts";
import { endsSession, isServerError, lostConnection, type ServerError, statementError } from "../errors.ts";
import { Batch, BatchFailure, type BatchStep, type StepResult } from "./batch.ts";

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  /** Units that we put in front of the person's own text, so that error offsets point into theirs. */
  readonly shift?: number;
}

/** Makes a server's refusal better where more is known than its code says (a syntax newer than the server). */
export type Explain = (error: ServerError & Error, text: string, shift: number) => DataEngineerError;

/** One server connection: calls run one after the other, errors are translated here and nowhere else, and an abort cancels on the server. */
export class Wire {
  readonly client: Client;
  readonly typeNames = new Map<number, string>();
  private readonly cancelOnServer: () => Promise<void>;
  private readonly explain: Explain;
  private readonly prepared = new Set<string>();
  private tail: Promise<unknown> = Promise.resolve();
  private noticed: string[] = [];
  private lost: ConnectionError | undefined;
  private closing = false;
  private cancelled = false;
  private busy = false;
  private plannedRows = 0;

  constructor(client: Client, cancelOnServer: () => Promise<void>, explain: Explain = statementError) {
    this.client = client;
    this.cancelOnServer = cancelOnServer;
    this.explain = explain;
    client.on("error", (error) => {
      this.lost ??= lostConnection(error);
    });
    client.on("end", () => {
      this.lost ??= lostConnection(new Error("ended"));
    });
    client.on("notice", (notice) => {
      const severity = notice.severity === undefined ? "" : `${notice.severity}: `;
      this.noticed.push(`${severity}${notice.message ?? ""}`);
    });
  }

  /** "I" idle, "T" in a transaction, "E" in a failed one. */
  get status(): "I" | "T" | "E" {
    return this.client.getTransactionStatus() ?? "I";
  }

  /** Usable, and in no transaction. */
  get free(): boolean {
    return this.lost === undefined && !this.closing && this.status === "I";
  }

  takeNotices(): string[] {
    const taken = this.noticed;
    this.noticed = [];
    return taken;
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

  /** Sends a batch in its turn. Throws StatementError, ConnectionError or CancelledError. */
  send(steps: readonly BatchStep[], options: SendOptions = {}): Promise<readonly StepResult[]> {
    return this.exclusive(() => this.sendNow(steps, options));
  }

  /** As `send`, for callers that hold the turn already. */
  async sendNow(steps: readonly BatchStep[], options: SendOptions = {}): Promise<readonly StepResult[]> {
    for (const step of steps) refuseZero(step.text, step.values);
    return await this.guarded(options.signal, async () => {
      const batch = new Batch(steps, this.prepared);
      this.client.query(batch);
      try {
        const results = await batch.done;
        if (results.some((result) => result.tag.startsWith("DISCARD ALL") || result.tag.startsWith("DEALLOCATE ALL"))) this.prepared.clear();
        return results;
      } catch (error) {
        const failure = error instanceof BatchFailure ? error : new BatchFailure(0, error);
        throw this.translated(failure.cause, steps[failure.step]?.text ?? "", options.shift ?? 0);
      }
    });
  }

  /** Runs one exchange with the server: refuses where the connection is lost or the signal has fired, and cancels on the server when it fires later. */
  async guarded<Value>(signal: AbortSignal | undefined, exchange: () => Promise<Value>): Promise<Value> {
    if (signal !== undefined) throwIfCancelled(signal);
    if (this.lost !== undefined) throw this.lost;
    if (this.closing) throw new ConnectionError("lost", "The connection is closed.");
    this.cancelled = false;
    this.busy = true;
    let cancelling: Promise<void> | undefined;
    const onAbort = (): void => {
      cancelling = this.cancelNow();
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      return await exchange();
    } finally {
      this.busy = false;
      signal?.removeEventListener("abort", onAbort);
      // The cancel request must have reached the server before the next statement starts, else it would hit that one.
      await cancelling;
    }
  }

  /** Cancels what runs now, if anything does. */
  async cancelNow(): Promise<void> {
    if (!this.busy) return;
    this.cancelled = true;
    await this.cancelOnServer();
  }

  /** The error that a caller sees for what the driver threw. */
  translated(error: unknown, text: string, shift: number): DataEngineerError {
    const ended = endsSession(error);
    if (ended) this.lost ??= lostConnection(error);
    // An in-process server is cancelled by its end.
    if (this.cancelled && (ended || (isServerError(error) && error.code === "57014"))) return new CancelledError();
    if (ended) return this.lost ?? lostConnection(error);
    return isServerError(error) ? this.explain(error, text, shift) : lostConnection(error);
  }

  /** Has statements planned anew where the data they read has outgrown the plans: `rows` read now, against those when they were planned. */
  planAgain(steps: readonly BatchStep[], rows: number): void {
    if (rows < this.plannedRows * 2 + 200) return;
    this.plannedRows = rows;
    for (const { name } of steps) if (name !== undefined) this.prepared.delete(name);
  }

  /** Looks up the names of types that are not built in; needs a healthy transaction or none. */
  async learnTypes(oids: readonly number[]): Promise<void> {
    if (oids.length === 0 || this.status === "E") return;
    const [found] = await this.sendNow([{ name: "data_engineer_types", text: "SELECT oid, pg_catalog.format_type(oid, NULL) FROM pg_catalog.pg_type WHERE oid = ANY ($1::pg_catalog.oid[])", values: [`{${oids.join(",")}}`] }]);
    for (const [oid, name] of found?.rows ?? []) this.typeNames.set(Number(oid), name ?? "");
  }

  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    if (this.lost === undefined) await this.client.end();
  }
}

/** A zero character ends a text in the protocol; the server would end the connection over it. */
export function refuseZero(text: string, values: readonly (string | null)[] = []): void {
  const offset = text.indexOf("\0");
  if (offset !== -1) throw new StatementError("syntax", "22021", "The statement holds a zero character, which PostgreSQL cannot read.", { offset, next: "Remove it; the file may be binary or UTF-16." });
  if (values.some((value) => value?.includes("\0") === true)) throw new StatementError("other", "22021", "A value holds a zero character, which PostgreSQL cannot store in text.", { next: "Remove it, or use bytea." });
}

/** The first row's first value; the statement is one of ours and always returns one. */
export function single(result: StepResult | undefined): string | null {
  return result?.rows[0]?.[0] ?? null;
}

