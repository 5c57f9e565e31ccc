import type { ClientSession, MongoClient, TopologyDescriptionChangedEvent } from "mongodb";
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, ConnectionError, isDataEngineerError, StatementError } from "../../core/errors.ts";
import type { AskOptions as AsideOptions, OwnCommand } from "./link.ts";
import { decode, decodeReply } from "./bson/decode.ts";
import type { Doc } from "./bson/value.ts";
import type { Command } from "./command.ts";
import { batchOf, getMore, isExhausted, type RawReply } from "./batch.ts";
import { commandError, goesOn, lost } from "./errors.ts";
import { killOperations } from "./kill.ts";

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; 0 or absent: none. */
  readonly timeoutMs?: number | undefined;
  /** Sent to this database instead of the connection's. */
  readonly database?: string;
  /** Sent outside of the transaction that is open. */
  readonly beside?: boolean;
}

interface Running {
  readonly command: Command;
  readonly beside: boolean;
  readonly stop: AbortController;
  readonly sentAt: number;
  why: Error | undefined;
  /** The kill that is under way: a later command must not start before it is over, or it would be the one that is killed. */
  ending: Promise<void> | undefined;
}

const pollMs = 50;
const patienceMs = 5000;

/** The server session that a Session's commands run in, one after the other; a kill ends what runs now on the server. */
export class Wire {
  readonly client: MongoClient;
  readonly database: string;
  private readonly own: ClientSession;
  /** For what reads and may not be part of a transaction, while one is open in `own`. */
  private readonly beside: ClientSession;
  private readonly ownsClient: boolean;
  private queue: Promise<unknown> = Promise.resolve();
  private running: Running | undefined;
  /** Set once it is closed. */
  private closed = false;
  /** Fires when no server can be reached any more: what waits for one is told at once, and the session stays lost. */
  private readonly lost = new AbortController();

  /** `ownsClient`: closing it closes the client too, which a scratch database shares with its source. */
  constructor(client: MongoClient, database: string, ownsClient: boolean) {
    this.ownsClient = ownsClient;
    this.client = client;
    this.database = database;
    client.on("topologyDescriptionChanged", this.watch);
    this.own = client.startSession({ defaultTransactionOptions: { readConcern: { level: "snapshot" }, writeConcern: { w: "majority" }, readPreference: "primary" } });
    this.beside = client.startSession();
  }

  /** Runs when everything asked for before has ended. */
  exclusive<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.queue.then(work, work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Sends a command in this session. Throws StatementError, ConnectionError, CancelledError. */
  async send(command: Command, options: SendOptions = {}): Promise<RawReply> {
    if (isAborted(options.signal)) throw new CancelledError();
    this.refuseClosed();
    const running: Running = { command, beside: options.beside === true, stop: new AbortController(), sentAt: Date.now(), why: undefined, ending: undefined };
    const onAbort = (): void => void this.end(running, new CancelledError());
    options.signal?.addEventListener("abort", onAbort, { once: true });
    const limit = options.timeoutMs ?? 0;
    const timer = limit > 0 ? setTimeout(() => void this.end(running, timedOut(limit)), limit) : undefined;
    this.running = running;
    try {
      const db = this.client.db(options.database ?? this.database);
      return (await db.command(Object.fromEntries(command.document), { session: options.beside === true ? this.beside : this.own, raw: true, promoteValues: false, signal: AbortSignal.any([running.stop.signal, this.lost.signal]) })) as RawReply;
    } catch (error) {
      throw running.why ?? this.translated(error, command);
    } finally {
      if (this.running === running) this.running = undefined;
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      await running.ending;
    }
  }

  /** Sends a command beside the session, outside of its transaction and not in its queue: for looking and for the lease. */
  async aside(document: OwnCommand, options: AsideOptions = {}): Promise<Doc> {
    return decodeReply(await this.asideRaw(document, options));
  }

  /** A command that was read, sent beside the session; errors point into its text. */
  async asideCommand(command: Command, options: AsideOptions = {}): Promise<Doc> {
    return decodeReply(await this.asideRaw(Object.fromEntries(command.document), options, undefined, command));
  }

  /** All documents of a command that gives a cursor, sent beside the session. */
  async asideDocuments(document: OwnCommand, options: AsideOptions = {}): Promise<Doc[]> {
    const session = this.client.startSession();
    try {
      const found: Doc[] = [];
      let batch = batchOf(await this.asideRaw(document, options, session));
      while (batch !== undefined) {
        for (const bytes of batch.documents) found.push(decode(bytes));
        batch = isExhausted(batch) ? undefined : batchOf(await this.asideRaw(Object.fromEntries(getMore(batch, undefined).document), options, session));
      }
      return found;
    } finally {
      await session.endSession();
    }
  }

  private async asideRaw(document: OwnCommand, options: AsideOptions, session?: ClientSession, command?: Command): Promise<RawReply> {
    if (isAborted(options.signal)) throw new CancelledError();
    this.refuseClosed();
    try {
      const db = this.client.db(options.database ?? this.database);
      return (await db.command({ ...document }, { raw: true, promoteValues: false, ...(session === undefined ? {} : { session }), signal: AbortSignal.any([this.lost.signal, ...(options.signal === undefined ? [] : [options.signal])]) })) as RawReply;
    } catch (error) {
      throw isAborted(options.signal) ? new CancelledError() : this.translated(error, command);
    }
  }

  /** Ends what runs now on the server; does nothing where nothing runs. */
  async cancel(): Promise<void> {
    if (this.running !== undefined) await this.end(this.running, new CancelledError());
  }

  begin(): void {
    this.refuseClosed();
    this.own.startTransaction();
  }

  async commit(): Promise<void> {
    try {
      await this.own.commitTransaction();
    } catch (error) {
      const told = this.translated(error);
      if (!isDataEngineerError(told) || told.kind !== "statement") throw told;
      throw new StatementError(told.reason === "lockTimeout" ? "lockTimeout" : "other", (told as StatementError).code, `Nothing was committed: ${told.message}`, { cause: told, next: "Look at the first statement of the transaction that failed, then run it again." });
    }
  }

  /** Never throws: a transaction that cannot be told to end is ended by the server. */
  async abort(): Promise<void> {
    if (!this.lost.signal.aborted) await this.own.abortTransaction().catch(() => undefined);
  }

  get inTransaction(): boolean {
    return this.own.inTransaction();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.client.off("topologyDescriptionChanged", this.watch);
    if (!this.lost.signal.aborted) await Promise.all([this.own, this.beside].map((session) => session.endSession().catch(() => undefined)));
    if (this.ownsClient) await this.closeClient();
  }

  /** The driver wants to end its transactions first, and would wait for a server that is not there any more: closing the topology ends that. */
  private async closeClient(): Promise<void> {
    const closing = this.client.close().catch(() => undefined);
    if (this.lost.signal.aborted) (this.client as { readonly topology?: { close(): void } }).topology?.close();
    await closing;
  }

  /** Kills on the server until the command has ended here; after a while of that, cuts its connection. */
  private end(running: Running, why: Error): Promise<void> {
    if (running.ending === undefined && this.running === running) {
      running.why = why;
      running.ending = this.kill(running);
    }
    return running.ending ?? Promise.resolve();
  }

  private async kill(running: Running): Promise<void> {
    const giveUp = performance.now() + patienceMs;
    let refused: unknown;
    while (this.running === running && performance.now() < giveUp) {
      await killOperations(this.client, running.beside ? this.beside : this.own, this.database, running.command, running.sentAt).catch((error: unknown) => (refused = error));
      if (this.running === running) await sleep(pollMs);
    }
    if (this.running !== running) return;
    if (running.why !== undefined) running.why = goesOn(running.why, refused);
    running.stop.abort();
  }

  private translated(error: unknown, command?: Command): Error {
    const told = this.lost.signal.aborted ? lost(error) : commandError(error, command);
    if (told instanceof ConnectionError) this.lost.abort();
    return told;
  }

  private readonly watch = ({ newDescription }: TopologyDescriptionChangedEvent): void => {
    const servers = [...newDescription.servers.values()];
    if (servers.length > 0 && servers.every((server) => server.type === "Unknown" && server.error !== null)) this.lost.abort();
  };

  private refuseClosed(): void {
    if (this.lost.signal.aborted && !this.closed) throw lost(undefined);
    if (this.closed) throw new ConnectionError("lost", "The connection is closed.", { next: "Open it again." });
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function timedOut(ms: number): StatementError {
  return new StatementError("statementTimeout", "50", `The command took longer than ${ms} ms and was ended.`, { next: "Make it smaller, give it an index, or raise the statement timeout." });
}
