import { MigrationError } from "../../core/errors.ts";
import type { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import { databaseHistory } from "../../core/migration/history.ts";
import { mergeHistory } from "../../core/migration/mergeHistory.ts";
import type { Migration, MigrationFolder, MigrationStatus } from "../../core/migration/migration.ts";
import { isOneMigration, migrationOfFile } from "../../core/migration/migrationOfFile.ts";
import { findMigration, readMigrationFolder } from "../../core/migration/readFolder.ts";
import type { Session } from "../../engines/engine.ts";

/** What a person asked to try. */
export interface Selection {
  /** As reports show it. */
  readonly path: string;
  /** What is tried, in its order. */
  readonly wanted: readonly Migration[];
  /** What must run first, without being looked at, for `wanted` to find its schema; only from an empty database. */
  readonly first: readonly Migration[];
  readonly from: "target" | "empty";
  /** "down": the down script of the one wanted migration, by itself. */
  readonly side: "up" | "down";
  /** The folder beside its history; empty for a script that stands alone. */
  readonly statuses: readonly MigrationStatus[];
}

export interface SelectionFlags {
  readonly to: string | undefined;
  readonly all: boolean;
}

/**
 * The migrations that a path means: one, or the pending ones of a folder in their order (all of them where `all` is set).
 * Throws FileError, and MigrationError (unknownVersion, interrupted, duplicateVersion).
 */
export async function select(session: Session, files: WorkspaceFiles, path: string, flags: SelectionFlags): Promise<Selection> {
  const isFolder = (await files.kind(path)) === "folder" && !(await isOneMigration(files, path));
  return isFolder ? selectFolder(session, files, path, flags) : selectFile(session, files, path, flags);
}

async function selectFolder(session: Session, files: WorkspaceFiles, path: string, flags: SelectionFlags): Promise<Selection> {
  const folder = await readMigrationFolder(files, path);
  const statuses = await statusesOf(session, folder);
  const upTo = flags.to === undefined ? folder.migrations : folder.migrations.slice(0, indexOf(folder, flags.to) + 1);
  const base = { path: folder.folder, first: [], side: "up", statuses } as const;
  if (flags.all) return { ...base, wanted: upTo, from: "empty" };
  refuseInterrupted(statuses);
  const pending = new Set(statuses.filter(({ state }) => state === "pending" || state === "outOfOrder").map(({ migration }) => migration));
  return { ...base, wanted: upTo.filter((migration) => pending.has(migration)), from: "target" };
}

async function selectFile(session: Session, files: WorkspaceFiles, path: string, flags: SelectionFlags): Promise<Selection> {
  const { folder, migration, side } = await migrationOfFile(files, path);
  const alone = { path: files.shown(path), wanted: [migration], first: [], from: "target", side, statuses: [] } as const;
  if (folder === null) return alone;
  const statuses = await statusesOf(session, folder);
  const state = statuses.find((status) => status.migration === migration)?.state;
  refuseInterrupted(statuses.filter((status) => status.migration === migration));
  const applied = state === "applied" || state === "changed";
  if (!flags.all && (side === "down" ? applied : !applied)) return { ...alone, statuses };
  if (!flags.all && side === "down") return { ...alone, side: "up", statuses };
  return { ...alone, side: "up", first: folder.migrations.slice(0, folder.migrations.indexOf(migration)), from: "empty", statuses };
}

async function statusesOf(session: Session, folder: MigrationFolder): Promise<MigrationStatus[]> {
  return mergeHistory(folder, (await databaseHistory(session, folder.migrations)).entries);
}

function indexOf(folder: MigrationFolder, version: string): number {
  const found = findMigration(folder, version);
  if (found !== undefined) return folder.migrations.indexOf(found);
  const known = folder.migrations.slice(-5).map((one) => one.version).join(", ");
  throw new MigrationError("unknownVersion", `${folder.folder} has no version ${version}.`, { next: `The newest there are ${known}.` });
}

function refuseInterrupted(statuses: readonly MigrationStatus[]): void {
  const found = statuses.find(({ state }) => state === "interrupted");
  if (found === undefined) return;
  throw new MigrationError("interrupted", `${found.version} ${found.name} was interrupted while it was applied, so the schema is between two versions.`, {
    next: "Finish or undo it first: apply-migration with --resume finish or --resume undo.",
    details: { version: found.version },
  });
}
