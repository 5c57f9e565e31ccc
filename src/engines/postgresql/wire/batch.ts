import type { Connection, FieldDef, Submittable } from "pg";

/** One statement of a batch. Values travel as text; `name` keeps it prepared on the connection. */
export interface BatchStep {
  readonly text: string;
  readonly name?: string;
  readonly values?: readonly (string | null)[];
  /** At most this many rows are kept; the rest is counted and dropped as it arrives. */
  readonly maxRows?: number;
  /** The lines for a `COPY … FROM stdin`. */
  readonly copyText?: string;
}

export type RawRow = readonly (string | null)[];

export interface StepResult {
  readonly fields: readonly FieldDef[];
  readonly rows: readonly RawRow[];
  readonly rowCount: number;
  /** "INSERT 0 3", "CREATE TABLE"; empty for an empty statement. */
  readonly tag: string;
}

/** The part of pg's connection that speaks the extended protocol; its public types leave out the copy messages. */
export interface WireConnection {
  readonly stream: { cork?(): void; uncork?(): void; destroyed?: boolean };
  parse(message: { text: string; name: string }): void;
  bind(message: { portal?: string; statement: string; values: readonly (string | null)[] }): void;
  describe(message: { type: "P" | "S"; name: string }): void;
  execute(message: { portal?: string; rows?: number }): void;
  close(message: { type: "P" | "S"; name: string }): void;
  flush(): void;
  sync(): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  once(event: "readyForQuery" | "end", listener: () => void): void;
  off(event: "readyForQuery" | "end", listener: () => void): void;
}

interface Collected {
  fields: FieldDef[];
  rows: RawRow[];
  rowCount: number;
  tag: string;
}

/** A failed step of a batch: the driver's error and where it happened. */
export class BatchFailure extends Error {
  readonly step: number;
  constructor(step: number, cause: unknown) {
    super("batch step failed", { cause });
    this.step = step;
  }
}

/** Sends statements in one round trip through the extended protocol: each text is exactly one statement, and the first failure skips the rest. */
export class Batch implements Submittable {
  readonly done: Promise<readonly StepResult[]>;
  private readonly steps: readonly BatchStep[];
  private readonly prepared: Set<string>;
  private readonly results: Collected[] = [];
  private current: Collected = empty();
  private resolve: (results: readonly StepResult[]) => void = () => undefined;
  private reject: (error: BatchFailure) => void = () => undefined;

  constructor(steps: readonly BatchStep[], prepared: Set<string>) {
    this.steps = steps;
    this.prepared = prepared;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(pgConnection: Connection): void {
    const connection = pgConnection as unknown as WireConnection;
    connection.stream.cork?.();
    for (const step of this.steps) {
      const name = step.name ?? "";
      if (name === "" || !this.prepared.has(name)) {
        if (name !== "") connection.close({ type: "S", name });
        connection.parse({ text: step.text, name });
      }
      connection.bind({ statement: name, values: step.values ?? [] });
      connection.describe({ type: "P", name: "" });
      connection.execute({});
    }
    connection.sync();
    connection.stream.uncork?.();
  }

  handleRowDescription(message: { readonly fields: FieldDef[] }): void {
    this.current.fields = message.fields;
  }

  handleDataRow(message: { readonly fields: RawRow }): void {
    const limit = this.steps[this.results.length]?.maxRows;
    if (limit === undefined || this.current.rows.length < limit) this.current.rows.push(message.fields);
    this.current.rowCount += 1;
  }

  handleCopyData(message: { readonly chunk: Buffer }): void {
    const limit = this.steps[this.results.length]?.maxRows;
    if (limit === undefined || this.current.rows.length < limit) this.current.rows.push([message.chunk.toString("utf8").replace(/\n$/, "")]);
    this.current.rowCount += 1;
  }

  handleCopyInResponse(connection: WireConnection): void {
    const text = this.steps[this.results.length]?.copyText;
    if (text === undefined) connection.sendCopyFail("no rows were given");
    else {
      const bytes = Buffer.from(text, "utf8");
      const size = 64 * 1024;
      for (let at = 0; at < bytes.length; at += size) connection.sendCopyFromChunk(bytes.subarray(at, at + size));
      connection.endCopyFrom();
    }
    // The server ignores the Sync that arrived while it was in copy mode.
    connection.sync();
  }

  handleEmptyQuery(): void {
    this.finishStep("");
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.finishStep(message.text);
  }

  handlePortalSuspended(): void {
    throw new Error("a batch never limits a portal");
  }

  handleReadyForQuery(): void {
    // A COPY has two Syncs, so the last step may still be missing at the first one.
    if (this.results.length < this.steps.length) return;
    for (const step of this.steps) if (step.name !== undefined) this.prepared.add(step.name);
    this.resolve(this.results);
  }

  handleError(error: unknown, pgConnection: Connection): void {
    const connection = pgConnection as unknown as WireConnection;
    const failure = new BatchFailure(this.results.length, error);
    const settle = (): void => {
      connection.off("readyForQuery", settle);
      connection.off("end", settle);
      this.reject(failure);
    };
    if (connection.stream.destroyed === true) this.reject(failure);
    else {
      connection.once("readyForQuery", settle);
      connection.once("end", settle);
    }
  }

  private finishStep(tag: string): void {
    this.current.tag = tag;
    this.current.rowCount = countOfTag(tag) ?? this.current.rowCount;
    this.results.push(this.current);
    this.current = empty();
  }
}

function empty(): Collected {
  return { fields: [], rows: [], rowCount: 0, tag: "" };
}

/** The last number of a command tag ("INSERT 0 3" is 3), or undefined where it has none. */
export function countOfTag(tag: string): number | undefined {
  const digits = / (\d+)$/.exec(tag)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
