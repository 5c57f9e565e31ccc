import { isUtf8 } from "node:buffer";
import { closeSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import type Driver from "better-sqlite3";
import type { RawRow, ReadRows, WriteRows } from "../protocol.ts";

const flushAt = 1 << 20;
const readSize = 1 << 18;

/** Streams rows into a file as one INSERT per line, exact for every value that SQLite can hold; on disk when it returns. */
export function writeRows(database: Driver.Database, { file, sql, header, prefix }: WriteRows): { rows: number; bytes: number } {
  const target = openSync(file, "w");
  let [rows, bytes, pending] = [0, 0, header];
  const flush = (): void => {
    bytes += writeSync(target, pending);
    pending = "";
  };
  try {
    for (const row of database.prepare(sql).raw().safeIntegers().iterate() as Iterable<RawRow>) {
      const values: string[] = [];
      for (let at = 0; at < row.length; at += 2) values.push(literal(row[at] ?? null, row[at + 1] === 1n));
      pending += `${prefix}${values.join(",")});\n`;
      rows += 1;
      if (pending.length > flushAt) flush();
    }
    flush();
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
  return { rows, bytes };
}

/** Runs each line that begins with `prefix`, which gives way to `replacement`. Throws where another line that is no comment is found. */
export function readRows(database: Driver.Database, { file, prefix, replacement }: ReadRows): { rows: number } {
  let rows = 0;
  let batch: string[] = [];
  const flush = (): void => {
    if (batch.length > 0) database.exec(batch.join("\n"));
    rows += batch.length;
    batch = [];
  };
  for (const line of linesOf(file)) {
    if (line === "" || line.startsWith("--")) continue;
    if (!line.startsWith(prefix) || !line.endsWith(");")) throw new RowFileError(`Line "${line.slice(0, 60)}" is no kept row of this table.`);
    batch.push(replacement + line.slice(prefix.length));
    if (batch.length >= 200) flush();
  }
  flush();
  return { rows };
}

/** The file of kept rows is not as it was written. */
export class RowFileError extends Error {
  readonly code = "ROW_FILE";
}

function* linesOf(file: string): Generator<string> {
  const source = openSync(file, "r");
  const chunk = Buffer.alloc(readSize);
  let parts: Buffer[] = [];
  try {
    for (let size = readSync(source, chunk); size > 0; size = readSync(source, chunk)) {
      let from = 0;
      for (let end = chunk.indexOf(10, from); end !== -1 && end < size; end = chunk.indexOf(10, from)) {
        yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString("utf8");
        parts = [];
        from = end + 1;
      }
      parts.push(Buffer.from(chunk.subarray(from, size)));
    }
    const last = Buffer.concat(parts).toString("utf8");
    if (last !== "") yield last;
  } finally {
    closeSync(source);
  }
}

/** The SQL that gives the same value with the same storage class again, on one line. */
function literal(value: RawRow[number], isText: boolean): string {
  if (value === null) return "NULL";
  if (typeof value === "bigint") return value === -9223372036854775808n ? "(-9223372036854775807-1)" : value.toString();
  if (typeof value === "number") return real(value);
  if (typeof value === "string") return text(value);
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (isText && isUtf8(bytes) && !bytes.includes(0)) return text(bytes.toString("utf8"));
  const blob = `X'${bytes.toString("hex").toUpperCase()}'`;
  return isText ? `CAST(${blob} AS TEXT)` : blob;
}

function real(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "9e999" : "-9e999";
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

function text(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  if (!/[\0\r\n]/.test(value)) return quoted;
  return `(${quoted.replace(/[\0\r\n]/g, (character) => `'||char(${character.charCodeAt(0)})||'`)})`;
}
