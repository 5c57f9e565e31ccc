import { statSync, unlinkSync } from "node:fs";
import type Driver from "better-sqlite3";
import { openDatabase } from "./database.ts";

/**
 * A lock that dies with its process: an exclusive transaction on an empty SQLite file, which the operating system ends for a dead holder.
 * The file is removed on release while the lock is still held; whoever then locks the removed file sees that its place has changed, and tries again.
 */
export class LockFile {
  private held: Driver.Database | undefined;
  private file = "";

  /** False where another process holds it. */
  take(file: string): boolean {
    if (this.held !== undefined) return this.file === file;
    const database = openDatabase({ file, create: true, readOnly: false, lockTimeout: 1 });
    try {
      const before = identity(file);
      database.exec("BEGIN EXCLUSIVE");
      if (before !== undefined && before === identity(file)) {
        this.held = database;
        this.file = file;
        return true;
      }
    } catch (error) {
      if (!(error instanceof Error && "code" in error && /^SQLITE_(BUSY|IOERR)/.test(String(error.code)))) throw error;
    }
    database.close();
    return false;
  }

  release(): void {
    if (this.held === undefined) return;
    try {
      unlinkSync(this.file);
    } catch {
      // Windows keeps an open file; an empty lock file that stays behind is taken over by the next holder.
    }
    this.held.close();
    this.held = undefined;
  }
}

function identity(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}
