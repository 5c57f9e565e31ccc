import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { FileError } from "../../../core/errors.ts";
import type { Wire } from "../wire/wire.ts";

/** Streams what a `COPY … TO STDOUT` of ours gives into a file and flushes it to the disk; never more than a chunk in memory. */
export function copyToFile(wire: Wire, sql: string, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
  return wire.guarded(signal, async () => {
    const target = await open(file, "w").catch((error: unknown) => {
      throw fileError(error, file);
    });
    try {
      const source = wire.client.query(copyTo(sql));
      let bytes = 0;
      let failure: unknown;
      try {
        for await (const chunk of source as AsyncIterable<Buffer>) {
          if (failure !== undefined) continue;
          bytes += chunk.length;
          failure = await write(target, chunk);
          // The rest must be read all the same, else the connection stays in copy mode.
          if (failure !== undefined) await wire.cancelNow();
        }
      } catch (error) {
        if (failure === undefined) throw wire.translated(error, sql, 0);
      }
      failure ??= await target.sync().then(() => undefined, (error: unknown) => error);
      if (failure !== undefined) throw fileError(failure, file);
      return { rows: source.rowCount, bytes };
    } finally {
      await target.close();
    }
  });
}

/** Streams a file into a `COPY … FROM STDIN` of ours. */
export function copyFromFile(wire: Wire, sql: string, file: string, signal: AbortSignal): Promise<void> {
  return wire.guarded(signal, async () => {
    const handle = await open(file, "r").catch((error: unknown) => {
      throw fileError(error, file);
    });
    const source = createReadStream(file, { fd: handle });
    let readFailure: unknown;
    source.on("error", (error) => {
      readFailure = error;
    });
    try {
      await pipeline(source, wire.client.query(copyFrom(sql)));
    } catch (error) {
      throw readFailure === undefined ? wire.translated(error, sql, 0) : fileError(readFailure, file);
    }
  });
}

async function write(target: FileHandle, chunk: Buffer): Promise<unknown> {
  try {
    await target.writeFile(chunk);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The first line of a file of kept rows: the names of its columns. */
export async function readHeader(file: string): Promise<string[]> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw fileError(error, file);
  });
  try {
    const buffer = Buffer.alloc(256 * 1024);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return csvRecord(buffer.toString("utf8", 0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** The fields of the first record of a CSV text. */
export function csvRecord(text: string): string[] {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (match === null) return fields;
    fields.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] !== ",") return fields;
  }
}

function fileError(error: unknown, file: string): FileError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new FileError("missing", file, `The file ${file} is not there.`, { cause: error, next: "Check the path of the kept rows." });
  if (code === "ENOSPC" || code === "EDQUOT") return new FileError("diskFull", file, `The disk is full: ${file} could not be written.`, { cause: error, next: "Free space and try again; nothing was changed." });
  return new FileError("unwritable", file, `The file ${file} could not be used (${code || String(error)}).`, { cause: error, next: "Check its rights and the disk." });
}
