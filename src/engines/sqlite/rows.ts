import { lstat, open, rm } from "node:fs/promises";
import { FileError, SnapshotError, StatementError } from "../../core/errors.ts";
import type { KeepRows } from "../engine.ts";
import type { SqliteLink } from "./link.ts";
import { foldName, quoteName, quoteText } from "./quote.ts";
import { mergeStatements } from "./rows/merge.ts";
import { readLayout } from "./rows/layout.ts";
import type { RowHeader } from "./rows/layout.ts";

const mark = "-- kept rows ";

/** Writes the rows as INSERT statements, one per line, that the sqlite3 client runs too. Throws FileError where the file cannot be written. */
export async function keepRows(session: SqliteLink, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
  const layout = await readLayout(session, request.table, signal);
  const key = request.key.length > 0 ? request.key.map((name) => layout.spelled(name)) : layout.rowid === null ? [] : [layout.rowid];
  const wanted = request.columns?.map((name) => layout.spelled(name)) ?? layout.columns;
  const columns = [...key, ...wanted.filter((name) => !key.includes(name))];
  const header: RowHeader = { table: layout.table, key, byRowid: request.key.length === 0 && layout.rowid !== null, whole: request.columns === undefined, columns };
  const value = (name: string): string => {
    const column = quoteName(name);
    return layout.utf8 ? `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END, typeof(${column}) = 'text'` : `${column}, typeof(${column}) = 'text'`;
  };
  const order = key.length === 0 ? "" : ` ORDER BY ${key.map(quoteName).join(", ")}`;
  const input = {
    file,
    sql: `SELECT ${columns.map(value).join(", ")} FROM ${quoteName(layout.table)}${order}`,
    header: `${mark}${JSON.stringify(header)}\n`,
    prefix: insertPrefix(header),
  };
  try {
    return await session.ask("writeRows", input, signal);
  } catch (error) {
    await removeTorn(file);
    throw fileError(error, file);
  }
}

/**
 * Brings kept rows back through a staging table: rows that are missing are inserted, kept columns updated by key; triggers of the table stay silent.
 * Loading twice changes nothing. Throws SnapshotError where the file is not one of kept rows of this table.
 */
export async function loadRows(session: SqliteLink, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
  const header = await readHeader(file);
  if (foldName(header.table) !== foldName(request.table)) throw new SnapshotError("format", `${file} holds rows of ${header.table}, not of ${request.table}.`);
  return session.quietly(async () => {
    const layout = await readLayout(session, request.table, signal);
    const triggers = await session.query([`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(${quoteText(layout.table)})`], signal);
    const places = header.columns.map((_name, at) => `c${at}`);
    await session.ask("exec", { statements: ["DROP TABLE IF EXISTS temp.data_engineer_staging", `CREATE TEMP TABLE data_engineer_staging (${places.join(", ")})`, ...(triggers[0] ?? []).map(([name]) => `DROP TRIGGER ${quoteName(String(name))}`)] }, signal);
    const { rows } = await session.ask("readRows", { file, prefix: insertPrefix(header), replacement: "INSERT INTO temp.data_engineer_staging VALUES (" }, signal).catch((error: unknown) => {
      throw error instanceof StatementError && error.code === "ROW_FILE" ? new SnapshotError("format", `${file}: ${error.message}`, { cause: error, next: "Take the snapshot's file as it was written." }) : error;
    });
    await session.ask("exec", { statements: [...mergeStatements(header, layout, request.columns), "DROP TABLE temp.data_engineer_staging", ...(triggers[0] ?? []).map(([, sql]) => String(sql))] }, signal);
    return { rows };
  });
}

/** A file that was only begun is of no use; what is no ordinary file (a device) is left alone. */
async function removeTorn(file: string): Promise<void> {
  const found = await lstat(file).catch(() => null);
  if (found?.isFile() === true) await rm(file, { force: true });
}

function insertPrefix(header: RowHeader): string {
  return `INSERT INTO ${quoteName(header.table)} (${header.columns.map(quoteName).join(",")}) VALUES (`;
}

async function readHeader(file: string): Promise<RowHeader> {
  const source = await open(file).catch((error: unknown) => {
    throw new SnapshotError("torn", `The file of kept rows ${file} cannot be read.`, { cause: error });
  });
  try {
    for await (const line of source.readLines()) {
      if (line.startsWith(mark)) return JSON.parse(line.slice(mark.length)) as RowHeader;
      break;
    }
  } finally {
    await source.close();
  }
  throw new SnapshotError("format", `${file} does not begin as a file of kept rows does.`, { next: "Use a snapshot of an SQLite database." });
}

function fileError(error: unknown, file: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") return new FileError("diskFull", file, `${file} cannot be written: the disk is full.`, { cause: error, next: "Free some disk space, then run it again." });
  if (code === "EACCES" || code === "EPERM" || code === "ENOENT" || code === "EROFS" || code === "EISDIR") return new FileError("unwritable", file, `${file} cannot be written (${code}).`, { cause: error, next: "Check the folder and its rights." });
  return error;
}
