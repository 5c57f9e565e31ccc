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

/** The commands that a module sent and that changed something, with what the server said of each. */
export class Journal {
  private readonly running = new Map<number, { readonly command: string; readonly collection: string }>();
  private readonly found = new Map<string, { command: string; collection: string; times: number; documents: number }>();
  private pending = 0;

  get unfinished(): number {
    return this.pending;
  }

  get entries(): readonly JournalEntry[] {
    return [...this.found.values()];
  }

  started({ requestId, commandName, command }: Started): void {
    this.pending++;
    if (!writes(commandName, command)) return;
    const name = command[commandName];
    this.running.set(requestId, { command: commandName, collection: typeof name === "string" ? name : "" });
  }

  succeeded({ requestId, reply }: Succeeded): void {
    this.pending--;
    const command = this.running.get(requestId);
    this.running.delete(requestId);
    if (command === undefined) return;
    const key = `${command.command}\0${command.collection}`;
    const entry = this.found.get(key) ?? { ...command, times: 0, documents: 0 };
    entry.times++;
    entry.documents += changed(reply);
    this.found.set(key, entry);
  }

  failed({ requestId }: { readonly requestId: number }): void {
    this.pending--;
    this.running.delete(requestId);
  }
}

const reading = new Set([
  "abortTransaction", "aggregate", "buildInfo", "collStats", "commitTransaction", "connectionStatus", "count", "dbStats", "distinct", "endSessions", "explain", "find", "getMore", "hello", "ismaster",
  "killCursors", "listCollections", "listDatabases", "listIndexes", "ping", "refreshSessions", "serverStatus", "validate",
]);

function writes(name: string, command: Readonly<Record<string, unknown>>): boolean {
  return name === "aggregate" ? targetStage(command) !== undefined : !reading.has(name);
}

/** The `$out` or `$merge` of an aggregation. */
export function targetStage(command: Readonly<Record<string, unknown>>): unknown {
  const pipeline: unknown = command["pipeline"];
  const last: unknown = Array.isArray(pipeline) ? pipeline.at(-1) : undefined;
  if (typeof last !== "object" || last === null) return undefined;
  return (last as Record<string, unknown>)["$out"] ?? (last as Record<string, unknown>)["$merge"];
}

/** Documents that the server says were inserted, matched or removed. */
function changed(reply: unknown): number {
  if (typeof reply !== "object" || reply === null) return 0;
  const { n, lastErrorObject } = reply as { readonly n?: unknown; readonly lastErrorObject?: { readonly n?: unknown } };
  const count = Number(n ?? lastErrorObject?.n ?? 0);
  return Number.isFinite(count) ? count : 0;
}
