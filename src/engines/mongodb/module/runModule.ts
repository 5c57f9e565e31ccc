import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { counted } from "../../../core/counted.ts";
import { CancelledError, ConnectionError, StatementError, UsageError } from "../../../core/errors.ts";
import type { StatementReason } from "../../../core/errors.ts";
import type { Result } from "../../engine.ts";
import { goesOn, statementError } from "../errors.ts";
import type { ModuleCall } from "../statement.ts";
import type { LeftCommand } from "../kill.ts";
import { OutputLines } from "./outputLines.ts";
import type { FromModule, JournalEntry, Keeping, ModuleFailure, ModuleOrder } from "./protocol.ts";

export interface ModuleTarget {
  readonly url: string;
  readonly database: string;
  readonly standsFor?: string | undefined;
  /** Modules lie inside of this folder. */
  readonly cwd: string;
  readonly connectTimeoutMs: number;
}

export interface ModuleLimits {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; 0 or absent: no limit. */
  readonly timeoutMs?: number | undefined;
  readonly maxRows?: number | undefined;
  /** The folder where documents are kept that it changes or removes, just before each of its commands; absent: none are. */
  readonly keepIn?: string | undefined;
  /** Ends on the server what connections of this name left running there; called when the process was killed. */
  readonly killLeft?: (appName: string, running: readonly LeftCommand[]) => Promise<void>;
}

/**
 * Runs `up` or `down` of a migration module in a process of its own, with a connection of its own to the database of the target. Gives a row for each
 * command and collection that it changed; what it printed is in the notices. Throws StatementError where it fails or takes too long, CancelledError where
 * it was cancelled (its process is killed, and on the server what it left running; what it wrote before stays), ConnectionError where it could not connect.
 */
export async function runModule(call: ModuleCall, target: ModuleTarget, limits: ModuleLimits = {}): Promise<Result> {
  if (limits.signal?.aborted === true) throw new CancelledError();
  const file = moduleFile(call.file, target.cwd);
  const order: ModuleOrder = {
    url: target.url, database: target.database, file, direction: call.direction, connectTimeoutMs: target.connectTimeoutMs,
    appName: `data-engineer-module ${randomBytes(8).toString("hex")}`,
    ...(target.standsFor === undefined ? {} : { standsFor: target.standsFor }), ...(limits.keepIn === undefined ? {} : { keepIn: limits.keepIn }),
  };
  const lines = new OutputLines(target.url);
  const ended = await followed(call, order, lines, limits);
  if (ended.kind === "failed") throw failureError(call, ended.failure, ended.entries);
  const late = ended.unfinished === 0 ? [] : [`${ended.unfinished} commands were still running when ${call.direction} ended: await them.`];
  return { ...table(ended.entries, limits.maxRows), command: `runModule ${call.direction}`, notices: [...ended.entries.map(deed), ...keptLines(ended.keeping), ...lines.all(), ...late] };
}

function moduleFile(named: string, cwd: string): string {
  const file = path.resolve(cwd, named);
  const relative = path.relative(path.resolve(cwd), file);
  if (relative.startsWith("..") || path.isAbsolute(relative)) throw new UsageError("badArgument", `The module ${named} lies outside of the workspace.`, { next: "Only modules of the workspace are run." });
  if (!/\.[cm]?js$/i.test(file) || !existsSync(file)) throw new StatementError("undefinedObject", "MODULE", `There is no module ${named}.`, { next: "Check the path; it is read from the workspace folder." });
  return file;
}

type Ended = Exclude<FromModule, { readonly kind: "journal" }>;

function followed(call: ModuleCall, order: ModuleOrder, lines: OutputLines, limits: ModuleLimits): Promise<Ended> {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const child = fork(workerFile(), [], {
    cwd: path.dirname(order.file), execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...env, ...("electron" in process.versions ? { ELECTRON_RUN_AS_NODE: "1" } : {}) },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => lines.add(text));
  return new Promise((resolve, reject) => {
    let entries: readonly JournalEntry[] = [];
    let running: readonly LeftCommand[] = [];
    let ended: Ended | undefined;
    let why: Error | undefined;
    const end = (error: Error): void => {
      why ??= error;
      child.kill("SIGKILL");
    };
    const cancel = (): void => end(new CancelledError(undefined, { next: written(entries) }));
    const limit = limits.timeoutMs ?? 0;
    const timer = limit > 0 ? setTimeout(() => end(new StatementError("statementTimeout", "50", `${call.file} took longer than ${limit} ms and was ended. ${written(entries)}`, { next: "Raise the statement timeout, or do less in one migration." })), limit) : undefined;
    limits.signal?.addEventListener("abort", cancel, { once: true });
    child.on("message", (message: FromModule) => {
      entries = message.entries;
      if (message.kind === "journal") ({ running } = message);
      else ended = message;
    });
    child.on("error", (error) => end(new ConnectionError("driverMissing", `The process for ${call.file} cannot be started: ${error.message}`, { cause: error })));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      limits.signal?.removeEventListener("abort", cancel);
      if (why !== undefined) void (limits.killLeft?.(order.appName, running) ?? Promise.resolve()).then(() => reject(why as Error), (error: unknown) => reject(goesOn(why as Error, error)));
      else if (ended !== undefined) resolve(ended);
      else reject(new StatementError("other", "MODULE", `The process of ${call.file} ended by itself (${signal ?? `exit code ${code ?? "unknown"}`}). ${written(entries)}`, { next: "A migration returns when it is done; it does not call process.exit." }));
    });
    child.send(order, (error) => {
      if (error !== null) child.kill("SIGKILL");
    });
  });
}

function keptLines({ kept, unkept }: Keeping): string[] {
  return [
    ...(kept.length === 0 ? [] : [`kept before it changed them: ${kept.map(([collection, documents]) => `${counted(documents, "document")} of ${collection}`).join(", ")}`]),
    ...unkept.map((what) => `not kept: ${what}`),
  ];
}

function failureError(call: ModuleCall, failure: ModuleFailure, entries: readonly JournalEntry[]): Error {
  const place = failure.line === undefined ? "" : ` (${call.file}:${failure.line}:${failure.character ?? 1})`;
  const message = `${failure.message.replace(/\.$/, "")}${place}.`;
  switch (failure.stage) {
    case "connect":
      return new ConnectionError("unreachable", `${call.file} was not run, its connection failed: ${message}`, { next: "Check the connection, then run it again." });
    case "load":
      return new StatementError("syntax", "MODULE", `${call.file} cannot be loaded: ${message}`, { next: "Install what it needs (npm install), or correct it. Nothing was run." });
    case "beyond":
      return new StatementError("permission", "MODULE", `${message} ${written(entries)}`, { next: "Leave the other database out of it, or do that part by hand." });
    case "run": {
      if (failure.code === undefined) return new StatementError("other", "MODULE", `${message} ${written(entries)}`, { next: "Correct the module, then run it again." });
      const { reason, code, next } = statementError(failure.code, failure.message, {});
      return new StatementError(reason as StatementReason, code, `${message} ${written(entries)}`, next === undefined ? {} : { next });
    }
  }
}

/** What a module that did not reach its end had written. */
function written(entries: readonly JournalEntry[]): string {
  if (entries.length === 0) return "It had written nothing by then.";
  return `By then it had done: ${entries.map(deed).join(", ")}.`;
}

function deed({ command, collection, times, documents }: JournalEntry): string {
  return `${command}${collection === "" ? "" : ` on ${collection}`}${times === 1 ? "" : ` ${times} times`}${documents === 0 ? "" : ` (${documents} ${documents === 1 ? "document" : "documents"})`}`;
}

function table(entries: readonly JournalEntry[], maxRows = Number.POSITIVE_INFINITY): Pick<Result, "columns" | "rows" | "rowCount"> {
  const columns = [["command", "string"], ["collection", "string"], ["times", "int"], ["documents", "int"]].map(([name = "", type = ""]) => ({ name, type }));
  const rows = entries.map(({ command, collection, times, documents }) => [command, collection, times, documents]);
  return { columns, rows: rows.slice(0, maxRows), rowCount: entries.reduce((sum, entry) => sum + entry.documents, 0) };
}

/** The child's program: the source beside this folder, or the built one, beside a chunk or a folder above it. */
function workerFile(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = [path.join(here, "..", "moduleWorker.ts"), path.join(here, "mongodbModuleWorker.js"), path.join(here, "..", "mongodbModuleWorker.js")];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new ConnectionError("driverMissing", "The program that runs migration modules (mongodbModuleWorker.js) is missing.", { next: "Install the extension again, or run npm run build." });
  return found;
}
