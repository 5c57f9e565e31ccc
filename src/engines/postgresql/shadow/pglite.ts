import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Client } from "pg";
import { CancelledError, ConnectionError } from "../../../core/errors.ts";
import type { FromChild, ToChild } from "./pgliteProtocol.ts";

export interface Pglite {
  readonly client: Client;
  /** Ends the child at once; there is no other way to stop what runs in it. */
  kill(): Promise<void>;
}

/** Starts an in-process PostgreSQL in a child process and connects to it. */
export async function startPglite(extensions: readonly string[], signal: AbortSignal): Promise<Pglite> {
  const child = fork(findWorker(), [], {
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { ...process.env, ...("electron" in process.versions ? { ELECTRON_RUN_AS_NODE: "1" } : {}) },
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await exited;
  };
  try {
    await ready(child, extensions, signal);
    const client = new pg.Client({ user: "postgres", database: "postgres", ssl: false, stream: () => new ChildStream(child) });
    // What happens to the connection later is told through the session's own calls.
    client.on("error", () => undefined);
    await client.connect();
    return { client, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

function ready(child: ChildProcess, extensions: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new CancelledError());
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    const fail = (why: string): void => reject(new ConnectionError("unreachable", `The in-process PostgreSQL did not start: ${why}.`, { next: "Give a server for shadow databases instead (--shadow-url), or the right to create databases." }));
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code, killedBy) => fail(`its process ended (${killedBy ?? code})`));
    child.once("message", (message: FromChild) => {
      signal.removeEventListener("abort", onAbort);
      if (message.kind === "failed") fail(message.message);
      else resolve();
    });
    const start: ToChild = { kind: "start", extensions };
    child.send(start);
  });
}

/** The child's IPC channel as the socket that pg expects. */
class ChildStream extends Duplex {
  private readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.child = child;
    child.on("message", (message: FromChild) => {
      if (message.kind === "bytes") this.push(Buffer.from(message.bytes));
      else if (message.kind === "failed") this.destroy(new Error(message.message));
    });
    child.once("exit", () => this.destroy(new Error("the in-process PostgreSQL ended")));
  }

  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // The child sends when it has something.
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const message: ToChild = { kind: "bytes", bytes: chunk };
    this.child.send(message, (error) => done(error));
  }

  override _final(done: () => void): void {
    this.push(null);
    this.child.kill("SIGKILL");
    done();
  }
}

/** The child's program: the source beside this folder, or the built one, beside a chunk or a folder above it. */
function findWorker(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = [path.join(here, "..", "pgliteWorker.ts"), path.join(here, "pgliteWorker.js"), path.join(here, "..", "pgliteWorker.js")];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new ConnectionError("driverMissing", "The program of the in-process PostgreSQL (pgliteWorker.js) is missing.", { next: "Install the extension again, or run npm run build." });
  return found;
}
