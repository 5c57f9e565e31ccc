import type { Connection } from "mysql2";
import type { Cell } from "../../engine.ts";
import type { Field, RawRow, RawValue } from "../cells.ts";

/** What goes to the server. With `params` it is prepared and bound, else sent as text. */
export interface Request {
  readonly text: string;
  readonly params?: readonly Cell[] | undefined;
  /** Prepared although nothing is bound, so that values come in their binary form. */
  readonly binary?: boolean | undefined;
}

/** Takes what comes, in the order it comes; `result` counts the results of one statement (a procedure may give several). */
export interface Sink {
  fields(fields: readonly Field[], result: number): void;
  row(row: RawRow, result: number): void;
}

/** The end of an exchange that went well. */
export interface Completed {
  /** Rows changed, as the server counts them; undefined where rows came instead. */
  readonly affected: number | undefined;
  /** The server's status flags and count of warnings; undefined where rows came. */
  readonly status: { readonly flags: number; readonly warnings: number } | undefined;
}

interface OkHeader {
  readonly affectedRows?: number;
  readonly serverStatus?: number;
  readonly warningStatus?: number;
}

interface Emitter {
  on(event: "fields", listener: (fields: readonly Field[] | undefined) => void): void;
  on(event: "result", listener: (row: RawRow | OkHeader) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  on(event: "end", listener: () => void): void;
}

/** Runs one statement. Rejects with what the driver gives; the caller tells the connection's own end to what `onEnd` is given. */
export function exchange(connection: Connection, request: Request, sink: Sink, onEnd: (reject: (error: Error) => void) => void): Promise<Completed> {
  return new Promise<Completed>((resolve, reject) => {
    onEnd(reject);
    const command = start(connection, request);
    let result = -1;
    let completed: Completed = { affected: undefined, status: undefined };
    command.on("fields", (fields) => {
      if (fields === undefined) return;
      result += 1;
      sink.fields(fields, result);
    });
    command.on("result", (row) => {
      if (Array.isArray(row)) sink.row(row as RawRow, result);
      else completed = headerOf(row as OkHeader);
    });
    command.on("error", reject);
    command.on("end", () => resolve(completed));
  });
}

function headerOf(header: OkHeader): Completed {
  return { affected: Number(header.affectedRows ?? 0), status: { flags: header.serverStatus ?? 0, warnings: header.warningStatus ?? 0 } };
}

/** The columns that a statement would give, which is prepared for it and not run. `onEnd` as for `exchange`. */
export function describe(connection: Connection, text: string, onEnd: (reject: (error: Error) => void) => void): Promise<readonly Field[]> {
  return new Promise((resolve, reject) => {
    onEnd(reject);
    const options = { sql: text };
    connection.prepare(options as never, (error, statement) => {
      if (error !== null) return reject(error);
      connection.unprepare(options as never);
      resolve((statement as unknown as { readonly columns: readonly Field[] }).columns);
    });
  });
}

function start(connection: Connection, { text, params = [], binary = false }: Request): Emitter {
  if (params.length === 0 && !binary) return connection.query({ sql: text, rowsAsArray: true, typeCast: false }) as unknown as Emitter;
  const options = { sql: text, values: params.map(parameterOf), rowsAsArray: true, supportBigNumbers: true, bigNumberStrings: true, dateStrings: true, typeCast: rawOf };
  const command = connection.execute(options as never) as unknown as Emitter;
  command.on("end", () => connection.unprepare(options as never));
  return command;
}

/** Whole numbers go as text, so that they stay exact and LIMIT takes them; what JSON alone can say goes as its text. */
function parameterOf(value: Cell): string | number | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  return JSON.stringify(value);
}

interface CastField {
  readonly type: string;
  buffer(): Buffer | null;
}

/** Keeps the bytes of what the driver would otherwise turn into objects. */
function rawOf(field: CastField, next: () => unknown): RawValue {
  if (field.type === "GEOMETRY" || field.type === "VECTOR" || field.type === "BIT" || field.type === "JSON") return field.buffer();
  return next() as RawValue;
}
