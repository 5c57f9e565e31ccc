import type { Connection, FieldDef, Submittable } from "pg";
import { BatchFailure, type RawRow, type WireConnection } from "./batch.ts";

export interface PortalPage {
  readonly fields: readonly FieldDef[];
  readonly rows: readonly RawRow[];
  /** Set on the last page. */
  readonly tag: string | undefined;
}

/** One query read page by page from a server-side portal; the connection is its own until `close`. */
export class Portal implements Submittable {
  private readonly text: string;
  private readonly values: readonly (string | null)[];
  private readonly pageSize: number;
  private connection: WireConnection | undefined;
  private fields: FieldDef[] = [];
  private rows: RawRow[] = [];
  private waiting: { resolve(page: PortalPage): void; reject(error: unknown): void } | undefined;
  private failure: BatchFailure | undefined;
  private finished: (() => void) | undefined;
  private over = false;

  constructor(text: string, values: readonly (string | null)[], pageSize: number) {
    this.text = text;
    this.values = values;
    this.pageSize = pageSize;
  }

  /** The next page; call it again only while `tag` was undefined. */
  next(start: (portal: Portal) => void): Promise<PortalPage> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) {
        reject(this.failure);
        return;
      }
      this.waiting = { resolve, reject };
      if (this.connection === undefined) start(this);
      else this.fetch();
    });
  }

  /** Ends the portal; resolves when the connection is free for the next statement. */
  close(): Promise<void> {
    const connection = this.connection;
    if (connection === undefined || this.over || connection.stream.destroyed === true) return Promise.resolve();
    return new Promise((resolve) => {
      this.finished = resolve;
      connection.once("end", resolve);
      connection.close({ type: "P", name: "" });
      connection.sync();
    });
  }

  submit(pgConnection: Connection): void {
    const connection = pgConnection as unknown as WireConnection;
    this.connection = connection;
    connection.parse({ text: this.text, name: "" });
    connection.bind({ statement: "", values: this.values });
    connection.describe({ type: "P", name: "" });
    this.fetch();
  }

  private fetch(): void {
    this.connection?.execute({ rows: this.pageSize });
    this.connection?.flush();
  }

  handleRowDescription(message: { readonly fields: FieldDef[] }): void {
    this.fields = message.fields;
  }

  handleDataRow(message: { readonly fields: RawRow }): void {
    this.rows.push(message.fields);
  }

  handlePortalSuspended(): void {
    this.deliver(undefined);
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.deliver(message.text);
  }

  handleEmptyQuery(): void {
    this.deliver("");
  }

  handleCopyData(message: { readonly chunk: Buffer }): void {
    this.rows.push([message.chunk.toString("utf8").replace(/\n$/, "")]);
  }

  handleCopyInResponse(connection: WireConnection): void {
    connection.sendCopyFail("no rows were given");
  }

  handleReadyForQuery(): void {
    this.over = true;
    this.finished?.();
  }

  handleError(error: unknown): void {
    this.failure = new BatchFailure(0, error);
    const waiting = this.waiting;
    const connection = this.connection;
    this.waiting = undefined;
    const settle = (): void => {
      connection?.off("readyForQuery", settle);
      connection?.off("end", settle);
      this.over = true;
      this.finished?.();
      waiting?.reject(this.failure);
    };
    if (connection === undefined || connection.stream.destroyed === true) {
      settle();
      return;
    }
    connection.once("readyForQuery", settle);
    connection.once("end", settle);
    connection.sync();
  }

  private deliver(tag: string | undefined): void {
    const page = { fields: this.fields, rows: this.rows, tag };
    this.rows = [];
    this.waiting?.resolve(page);
    this.waiting = undefined;
  }
}
