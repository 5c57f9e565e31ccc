import { closeSync, openSync, statSync, unlinkSync } from "node:fs";
import type Driver from "better-sqlite3";
import { openDatabase } from "./database.ts";

/**
 * A lock that dies with its process: an exclusive transaction on an empty SQLite file, which the operating system ends for a dead holder.
 * Every holder has a file of its own: it is removed on release while the lock is still held, and one that a dead holder left is replaced.
 * So whoever finds the file that it had before knows that nobody held the lock in between.
 */
export class LockFile {
  private held: Driver.Database | undefined;
  private file = "";
  private identity = "";

  /** The identity of the file that is now locked; null where another process holds it. `known`: only the lock on this very file counts. */
  take(file: string, known: string | null): string | null {
    if (this.held !== undefined) return this.file === file ? this.identity : null;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const found = this.attempt(file, known);
      if (found !== "again") return found;
    }
    return null;
  }

  release(): void {
    if (this.held === undefined) return;
    remove(this.file);
    this.held.close();
    this.held = undefined;
  }

  private attempt(file: string, known: string | null): string | null {
    const fresh = known === null && create(file);
    const before = identityOf(file);
    if (before === undefined) return known === null ? "again" : null;
    const database = openUnlessGone(file, before);
    if (database === undefined) return known === null ? "again" : null;
    const found = this.lockedAs(database, before, file);
    if (found === true && (fresh || before === known)) {
      this.held = database;
      this.file = file;
      this.identity = before;
      return before;
    }
    if (found === true && known === null) remove(file);
    database.close();
    return found === false || known !== null ? null : "again";
  }

  /** True where the lock is had on the file that still lies there; false where another holds it; undefined where the file was replaced meanwhile. */
  private lockedAs(database: Driver.Database, before: string, file: string): boolean | undefined {
    try {
      database.exec("BEGIN EXCLUSIVE");
      return identityOf(file) === before ? true : undefined;
    } catch (error) {
      if (error instanceof Error && "code" in error && /^SQLITE_BUSY/.test(String(error.code))) return false;
      if (identityOf(file) !== before) return undefined;
      database.close();
      throw error;
    }
  }
}

/** Undefined where the file was removed or replaced before it could be opened. */
function openUnlessGone(file: string, identity: string): Driver.Database | undefined {
  try {
    return openDatabase({ file, create: false, readOnly: false, lockTimeout: 1 });
  } catch (error) {
    if (identityOf(file) !== identity) return undefined;
    throw error;
  }
}

function create(file: string): boolean {
  try {
    closeSync(openSync(file, "wx"));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Windows keeps a file that is open; the next holder replaces what stays behind.
  }
}

/** Nobody writes into the file, so its time is that of its making; numbers of removed files are given again. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}:${found.mtimeNs}`;
}
