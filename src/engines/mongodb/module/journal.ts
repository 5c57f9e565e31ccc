import type { LeftCommand } from "../kill.ts";
import type { JournalEntry } from "./protocol.ts";

interface Started {
  readonly requestId: number;
  readonly commandName: string;
  readonly databaseName: string;
  readonly command: Readonly<Record<string, unknown>>;
}

interface Succeeded {
  readonly requestId: number;
  readonly reply: unknown;
}

interface Running {
  readonly command: string;
  readonly collection: string;
  /** The transaction that it is part of. */
  readonly within?: string | undefined;
}

interface Done {
  readonly command: string;
  readonly collection: string;
  readonly documents: number;
}

/** The commands that a module sent and that changed something, with what the server said of each. What a transaction did counts when it is committed. */
export class Journal {
  private readonly writing = new Map<number, Running>();
  private readonly sent = new Map<number, LeftCommand>();
  private readonly held = new Map<string, Done[]>();
  private readonly found = new Map<string, { command: string; collection: string; times: number; documents: number }>();

  get unfinished(): number {
    return this.sent.size;
  }

  /** What the server works on now. */
  get running(): readonly LeftCommand[] {
    return [...this.sent.values()];
  }

  get entries(): readonly JournalEntry[] {
    return [...this.found.values()];
  }

  started({ requestId, commandName, command }: Started): void {
    const name = command[commandName];
    this.sent.set(requestId, { name: commandName, target: typeof name === "string" ? name : undefined, sentAt: Date.now() });
    const within = transactionOf(command);
    const ends = commandName === "commitTransaction" || commandName === "abortTransaction";
    if (!ends && !writes(commandName, command)) return;
    this.writing.set(requestId, { command: commandName, collection: typeof name === "string" ? name : "", within });
  }

  succeeded({ requestId, reply }: Succeeded): void {
    this.sent.delete(requestId);
    const running = this.writing.get(requestId);
    this.writing.delete(requestId);
    if (running === undefined) return;
    const { command, collection, within } = running;
    if (command === "commitTransaction") for (const done of this.held.get(within ?? "") ?? []) this.count(done);
    if (command === "commitTransaction" || command === "abortTransaction") this.held.delete(within ?? "");
    else if (!refused(reply)) this.note({ command, collection, documents: changed(reply) }, within);
  }

  failed({ requestId }: { readonly requestId: number }): void {
    this.sent.delete(requestId);
    this.writing.delete(requestId);
  }

  private note(done: Done, within: string | undefined): void {
    if (within === undefined) this.count(done);
    else this.held.set(within, [...(this.held.get(within) ?? []), done]);
  }

  private count({ command, collection, documents }: Done): void {
    const key = `${command}\0${collection}`;
    const entry = this.found.get(key) ?? { command, collection, times: 0, documents: 0 };
    entry.times++;
    entry.documents += documents;
    this.found.set(key, entry);
  }
}

/** What tells transactions apart: the session and its number. */
function transactionOf(command: Readonly<Record<string, unknown>>): string | undefined {
  if (command["autocommit"] !== false) return undefined;
  const id = (command["lsid"] as { readonly id?: { toString(encoding: string): string } } | undefined)?.id;
  return `${id?.toString("hex") ?? ""} ${String(command["txnNumber"])}`;
}

/** The server took the command and did none of it. */
function refused(reply: unknown): boolean {
  const { writeErrors } = (reply ?? {}) as { readonly writeErrors?: unknown };
  return Array.isArray(writeErrors) && writeErrors.length > 0 && changed(reply) === 0;
}

const reading = new Set([
  "abortTransaction", "aggregate", "buildInfo", "collStats", "commitTransaction", "connectionStatus", "count", "dbStats", "distinct", "endSessions", "explain", "find", "getMore", "hello", "ismaster",
  "killCursors", "listCollections", "listDatabases", "listIndexes", "ping", "refreshSessions", "serverStatus", "validate",
]);

/** True for a command that changes something. */
export function writes(name: string, command: Readonly<Record<string, unknown>>): boolean {
  return name === "aggregate" ? writingStage(command) !== undefined : !reading.has(name);
}

/** The `$out` or `$merge` of an aggregation. */
export function writingStage(command: Readonly<Record<string, unknown>>): { readonly name: "$out" | "$merge"; readonly into: unknown } | undefined {
  const pipeline: unknown = command["pipeline"];
  const last: unknown = Array.isArray(pipeline) ? pipeline.at(-1) : undefined;
  if (typeof last !== "object" || last === null) return undefined;
  for (const name of ["$out", "$merge"] as const) {
    const stage = (last as Record<string, unknown>)[name];
    if (stage !== undefined) return { name, into: name === "$merge" && typeof stage === "object" && stage !== null && "into" in stage ? stage.into : stage };
  }
  return undefined;
}

/** Documents that the server says were inserted, matched or removed. */
function changed(reply: unknown): number {
  if (typeof reply !== "object" || reply === null) return 0;
  const { n, lastErrorObject } = reply as { readonly n?: unknown; readonly lastErrorObject?: { readonly n?: unknown } };
  const count = Number(n ?? lastErrorObject?.n ?? 0);
  return Number.isFinite(count) ? count : 0;
}
