import type { Result } from "../engine.ts";
import type { Field, RawRow } from "./cells.ts";
import { cellsOf, columnsOf } from "./cells.ts";
import { commandOf } from "./command.ts";
import { warningsOf } from "./notices.ts";
import type { Completed, Sink } from "./wire/exchange.ts";
import type { SendOptions, Wire } from "./wire/wire.ts";

export interface PageOptions extends SendOptions {
  readonly pageSize: number;
}

/** Pages of the first result of a statement; the socket is paused while a page is with its reader. The caller holds the wire's turn. */
export async function* readPages(wire: Wire, sql: string, options: PageOptions): AsyncIterable<Result> {
  const pages = new Pages(wire, sql, options);
  let told = false;
  let left = options.maxRows ?? Number.POSITIVE_INFINITY;
  try {
    while (left > 0) {
      const { rows, done } = await pages.next();
      const taken = rows.slice(0, left);
      left -= taken.length;
      if (taken.length > 0 || !told) {
        told = true;
        const notices = done && wire.warnings > 0 ? await warningsOf(wire) : [];
        const changed = pages.affected;
        yield { columns: columnsOf(pages.fields), rows: taken.map((row) => cellsOf(row, pages.fields)), rowCount: changed ?? taken.length, command: commandOf(sql), notices };
      }
      if (done) return;
    }
  } finally {
    await pages.stop();
  }
}

/** One running statement whose rows are taken page by page. */
export class Pages {
  fields: readonly Field[] = [];
  /** Rows changed, where the statement gives none. */
  affected: number | undefined;
  private readonly wire: Wire;
  private readonly text: string;
  private readonly options: PageOptions;
  private readonly size: number;
  private waiting: RawRow[] = [];
  private running: Promise<Completed> | undefined;
  private ended = false;
  private discarding = false;
  private wake: (() => void) | undefined;

  constructor(wire: Wire, text: string, options: PageOptions) {
    this.wire = wire;
    this.text = text;
    this.options = options;
    this.size = Math.max(1, Math.trunc(options.pageSize));
  }

  /** The next page; `done` with the last one, which may be empty. */
  next(): Promise<{ readonly rows: RawRow[]; readonly done: boolean }> {
    return this.wire.guarded({ text: this.text }, this.options, async () => {
      const full = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      if (this.running === undefined) this.start();
      else this.wire.connection.resume();
      if (this.waiting.length >= this.size || this.ended) this.wake?.();
      await full;
      if (this.ended) this.affected = (await this.running)?.affected;
      const rows = this.waiting.splice(0, this.size);
      return { rows, done: this.ended && this.waiting.length === 0 };
    });
  }

  /** Frees the connection: what is still to come is thrown away, and killed on the server where it does not end soon. */
  async stop(): Promise<void> {
    if (this.running === undefined || this.ended || this.wire.isLost) return;
    this.discarding = true;
    await this.wire.discard(this.running, () => this.wire.connection.resume());
  }

  private start(): void {
    const sink: Sink = {
      fields: (fields, result) => {
        if (result === 0) this.fields = fields;
      },
      row: (row, result) => {
        if (result !== 0 || this.discarding) return;
        this.waiting.push(row);
        if (this.waiting.length < this.size) return;
        this.wire.connection.pause();
        this.wake?.();
      },
    };
    const end = (): void => {
      this.ended = true;
      this.wake?.();
    };
    this.running = this.wire.exchangeNow({ text: this.text, params: this.options.params, binary: this.options.binary }, sink);
    this.running.then(end, end);
  }
}
