import { type FileHandle, lstat, open, rm } from "node:fs/promises";
import { FileError, SnapshotError } from "../../../core/errors.ts";
import { quoteName } from "../quote.ts";

/** The first line of a file of kept rows. */
export interface RowHeader {
  readonly table: string;
  readonly key: readonly string[];
  /** All columns were kept, not only some. */
  readonly whole: boolean;
  /** Key first, as the values stand in each line. */
  readonly columns: readonly string[];
  /** How many values of ENUM columns are the number 0, which stands for a text that was no member; a strict sql_mode refuses it. */
  readonly zeros: number;
}

const mark = "-- kept rows ";
/** What the server's own client needs to read the lines as they were written; we set it ourselves. */
const settings = "SET NAMES utf8mb4; SET time_zone = '+00:00'; SET sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO';";
const flushAt = 1 << 20;

export function insertPrefix(header: RowHeader): string {
  return `INSERT INTO ${quoteName(header.table)} (${header.columns.map(quoteName).join(",")}) VALUES (`;
}

/** Writes one INSERT per row, which the server's own client runs too. */
export class RowFileWriter {
  private readonly file: string;
  private readonly target: FileHandle;
  private readonly prefix: string;
  private pending: string;
  private written = 0;
  rows = 0;

  private constructor(file: string, target: FileHandle, header: RowHeader) {
    this.file = file;
    this.target = target;
    this.prefix = insertPrefix(header);
    this.pending = `${mark}${JSON.stringify(header)}\n${settings}\n`;
  }

  static async create(file: string, header: RowHeader): Promise<RowFileWriter> {
    const target = await open(file, "w").catch((error: unknown) => {
      throw fileError(error, file);
    });
    return new RowFileWriter(file, target, header);
  }

  async add(values: string): Promise<void> {
    this.pending += `${this.prefix}${values});\n`;
    this.rows += 1;
    if (this.pending.length > flushAt) await this.flush();
  }

  /** On the disk when it resolves. */
  async finish(): Promise<{ readonly rows: number; readonly bytes: number }> {
    await this.flush();
    await this.target.sync().catch((error: unknown) => {
      throw fileError(error, this.file);
    });
    await this.target.close();
    return { rows: this.rows, bytes: this.written };
  }

  /** Removes what was only begun; what is no ordinary file (a device) is left alone. */
  async giveUp(): Promise<void> {
    await this.target.close().catch(() => undefined);
    const found = await lstat(this.file).catch(() => null);
    if (found?.isFile() === true) await rm(this.file, { force: true });
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(this.pending, "utf8");
    this.pending = "";
    await this.target.writeFile(bytes).catch((error: unknown) => {
      throw fileError(error, this.file);
    });
    this.written += bytes.length;
  }
}

/** Reads the header, then the values of each row, as they stand between the parentheses. Throws SnapshotError for a file of another kind. */
export class RowFileReader {
  readonly header: RowHeader;
  private readonly file: string;
  private readonly source: FileHandle;
  private readonly lines: AsyncIterator<string>;

  private constructor(file: string, source: FileHandle, lines: AsyncIterator<string>, header: RowHeader) {
    this.file = file;
    this.source = source;
    this.lines = lines;
    this.header = header;
  }

  static async open(file: string): Promise<RowFileReader> {
    const source = await open(file, "r").catch((error: unknown) => {
      throw fileError(error, file);
    });
    const lines = source.readLines()[Symbol.asyncIterator]();
    const first: unknown = (await lines.next()).value;
    if (typeof first === "string" && first.startsWith(mark)) return new RowFileReader(file, source, lines, JSON.parse(first.slice(mark.length)) as RowHeader);
    await source.close();
    throw new SnapshotError("format", `${file} does not begin as a file of kept rows does.`, { next: "Use a snapshot of a MySQL or MariaDB database." });
  }

  async *values(): AsyncIterable<string> {
    const prefix = insertPrefix(this.header);
    for (;;) {
      const { value: line, done } = await this.lines.next();
      if (done === true) return;
      if (line === "" || line === settings) continue;
      if (!line.startsWith(prefix) || !line.endsWith(");")) throw new SnapshotError("format", `${this.file}: the line "${line.slice(0, 60)}" is no kept row of ${this.header.table}.`, { next: "Take the snapshot's file as it was written." });
      yield line.slice(prefix.length, -2);
    }
  }

  async close(): Promise<void> {
    await this.source.close().catch(() => undefined);
  }
}

function fileError(error: unknown, file: string): FileError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new FileError("missing", file, `The file ${file} is not there.`, { cause: error, next: "Check the path of the kept rows." });
  if (code === "ENOSPC" || code === "EDQUOT") return new FileError("diskFull", file, `The disk is full: ${file} could not be written.`, { cause: error, next: "Free space and try again; nothing was changed." });
  return new FileError("unwritable", file, `The file ${file} could not be used (${code || String(error)}).`, { cause: error, next: "Check its rights and the disk." });
}
