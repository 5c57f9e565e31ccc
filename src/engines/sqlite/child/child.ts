import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { ConnectionError } from "../../../core/errors.ts";
import type { DataEngineerError } from "../../../core/errors.ts";
import type { Answer, Failure, OperationName, Operations, Request } from "../protocol.ts";
import { findNode, findWorker } from "./nodeBinary.ts";

/** What the child answered instead of a result. */
export class ChildFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One child process that holds one database. It dies by `kill`, by a crash, or with its host. */
export class Child {
  private readonly process: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private readonly exited: Promise<void>;
  private nextId = 1;
  private stderr = "";
  private ended: DataEngineerError | undefined;
  /** As SQLite said after its last answer. */
  inTransaction = false;

  constructor() {
    const node = findNode();
    const { NODE_OPTIONS: _options, ...env } = process.env;
    this.process = fork(findWorker(), [], {
      execPath: node.file,
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...env, ...node.env },
    });
    this.process.on("message", (answer: Answer) => this.settle(answer));
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr = (this.stderr + text).slice(-2000)));
    this.exited = new Promise((resolve) => {
      this.process.on("error", (error) => {
        this.end(new ConnectionError("driverMissing", `SQLite's child process cannot be started: ${error.message}`, { cause: error, next: "Check that DATA_ENGINEER_NODE names a Node >= 22." }));
        resolve();
      });
      this.process.on("exit", (code, signal) => {
        this.end(this.crash(code, signal));
        resolve();
      });
    });
  }

  get alive(): boolean {
    return this.ended === undefined;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Rejects with ChildFailure where the child refused, with the reason of its end where it died. */
  request<Name extends OperationName>(name: Name, input: Operations[Name]["input"]): Promise<Operations[Name]["output"]> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const request: Request = { id: this.nextId++, name, input };
    return new Promise<unknown>((resolve, reject) => {
      this.waiting.set(request.id, { resolve, reject });
      this.process.send(request, (error) => {
        // The channel is gone, so the process is or will be: its exit rejects what waits, and says how it ended.
        if (error) this.process.kill("SIGKILL");
      });
    }) as Promise<Operations[Name]["output"]>;
  }

  /** Ends it at once; an open transaction is rolled back by SQLite's journal. What waits is rejected with `reason`. */
  async kill(reason: DataEngineerError): Promise<void> {
    this.end(reason);
    this.process.kill("SIGKILL");
    await this.exited;
  }

  private settle(answer: Answer): void {
    this.inTransaction = answer.inTransaction;
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.ok) waiting?.resolve(answer.output);
    else waiting?.reject(new ChildFailure(answer.failure));
  }

  private end(reason: DataEngineerError): void {
    this.ended ??= reason;
    for (const waiting of this.waiting.values()) waiting.reject(this.ended);
    this.waiting.clear();
  }

  private crash(code: number | null, signal: string | null): ConnectionError {
    const how = signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`;
    const said = this.stderr.trim();
    return new ConnectionError("lost", `SQLite's child process ended unexpectedly (${how})${said === "" ? "" : `: ${said}`}.`, {
      next: "What it had not committed is rolled back. Run the command again.",
      details: { exitCode: code, signal },
    });
  }
}
