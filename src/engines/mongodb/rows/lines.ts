import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { FileError, isDataEngineerError, SnapshotError } from "../../../core/errors.ts";
import { valueOf, valueOfJson } from "../bson/read.ts";
import { isDoc, type Doc } from "../bson/value.ts";
import { canonical } from "../bson/write.ts";
import { parseValue } from "../shell/parseValue.ts";
import { Reader } from "../shell/reader.ts";

const chunkSize = 1 << 18;

/** Writes documents as canonical Extended JSON, one on a line, and flushes the file to the disk; never more than a chunk in memory. Throws FileError. */
export async function writeLines(file: string, documents: AsyncIterable<Doc>): Promise<{ readonly rows: number; readonly bytes: number }> {
  const target = await open(file, "w").catch((error: unknown) => {
    throw fileError(error, file);
  });
  let rows = 0;
  let bytes = 0;
  let waiting = "";
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(waiting, "utf8");
    waiting = "";
    bytes += chunk.length;
    await target.writeFile(chunk).catch((error: unknown) => {
      throw fileError(error, file);
    });
  };
  try {
    for await (const document of documents) {
      waiting += `${canonical(document)}\n`;
      rows += 1;
      if (waiting.length >= chunkSize) await flush();
    }
    await flush();
    await target.sync().catch((error: unknown) => {
      throw fileError(error, file);
    });
    return { rows, bytes };
  } finally {
    await target.close();
  }
}

/** The documents of a file of lines, one by one. Throws FileError, SnapshotError("torn") for a line that is none. */
export async function* readLines(file: string): AsyncIterable<Doc> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw fileError(error, file);
  });
  let number = 0;
  for await (const line of linesOf(createReadStream(file, { fd: handle, encoding: "utf8" }), file)) {
    number += 1;
    if (line !== "") yield documentOf(line, file, number);
  }
}

/** Cut at line feeds alone: texts may hold the other characters that end lines elsewhere (U+2028), and JSON leaves those as they are. */
async function* linesOf(chunks: AsyncIterable<string>, file: string): AsyncIterable<string> {
  let pieces: string[] = [];
  try {
    for await (const chunk of chunks) {
      const parts = chunk.split("\n");
      const last = parts.pop() ?? "";
      for (const part of parts) {
        yield [...pieces, part].join("");
        pieces = [];
      }
      pieces.push(last);
    }
  } catch (error) {
    throw isDataEngineerError(error) ? error : fileError(error, file);
  }
  yield pieces.join("");
}

/** JSON.parse puts keys that look like numbers first, and takes `__proto__` for something else. */
const awkward = /"(?:\d+|__proto__)"\s*:/;

function documentOf(line: string, file: string, number: number): Doc {
  try {
    const value = awkward.test(line) ? valueOf(parseValue(new Reader(line))) : valueOfJson(JSON.parse(line) as unknown);
    if (isDoc(value)) return value;
  } catch (error) {
    throw new SnapshotError("torn", `Line ${number} of ${file} is no document: ${error instanceof Error ? error.message : String(error)}.`, { cause: error, next: "Take the file from a backup of the snapshot." });
  }
  throw new SnapshotError("torn", `Line ${number} of ${file} is no document.`, { next: "Take the file from a backup of the snapshot." });
}

function fileError(error: unknown, file: string): FileError {
  const code = (error as NodeJS.ErrnoException).code;
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ENOSPC" || code === "EDQUOT") return new FileError("diskFull", file, "The disk is full.", { cause: error, next: "Free space, then run it again." });
  if (code === "ENOENT") return new FileError("missing", file, `There is no file ${file}.`, { cause: error });
  return new FileError("unwritable", file, `${file} cannot be read or written: ${message}`, { cause: error, next: "Check its rights and those of its folder." });
}
