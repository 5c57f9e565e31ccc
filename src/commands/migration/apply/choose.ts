import { MigrationError, UsageError } from "../../../core/errors.ts";
import type { WorkspaceFiles } from "../../../core/files/workspaceFiles.ts";
import { databaseHistory, type DatabaseHistory } from "../../../core/migration/history.ts";
import { mergeHistory } from "../../../core/migration/mergeHistory.ts";
import type { Migration, MigrationFolder, MigrationStatus } from "../../../core/migration/migration.ts";
import { isOneMigration, migrationOfFile } from "../../../core/migration/migrationOfFile.ts";
import { findMigration, readMigrationFolder } from "../../../core/migration/readFolder.ts";
import { versionKey } from "../../../core/migration/versions.ts";
import type { Finding } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";

/** What a path and the flags choose to apply, beside the history. */
export interface Choice {
  /** As reports show it. */
  readonly path: string;
  /** In the order they are applied; an interrupted one is among them. */
  readonly wanted: readonly Migration[];
  readonly interrupted: MigrationStatus | null;
  readonly history: DatabaseHistory;
  readonly findings: readonly Finding[];
}

export interface ChoiceFlags {
  readonly to: string | undefined;
  readonly outOfOrder: boolean;
}

/** The migrations to apply: one file's, or a folder's pending ones. Throws FileError, UsageError, MigrationError (unknownVersion, outOfOrder, changed). */
export async function chooseMigrations(session: Session, files: WorkspaceFiles, path: string, flags: ChoiceFlags): Promise<Choice> {
  const isFolder = (await files.kind(path)) === "folder" && !(await isOneMigration(files, path));
  return isFolder ? chooseFolder(session, files, path, flags) : chooseFile(session, files, path, flags);
}

async function chooseFolder(session: Session, files: WorkspaceFiles, path: string, flags: ChoiceFlags): Promise<Choice> {
  const folder = await readMigrationFolder(files, path);
  const history = await databaseHistory(session, folder.migrations);
  const statuses = mergeHistory(folder, history.entries);
  const upTo = flags.to === undefined ? folder.migrations : folder.migrations.slice(0, lastIndex(folder, flags.to) + 1);
  const interrupted = statuses.find((status) => status.state === "interrupted") ?? null;
  const wanted = new Set(["pending", "interrupted", ...(flags.outOfOrder ? ["outOfOrder"] : [])]);
  const chosen = new Set(statuses.filter((status) => wanted.has(status.state)).map((status) => status.migration));
  const pending = upTo.filter((migration) => chosen.has(migration) && migration !== interrupted?.migration);
  return { path: folder.folder, wanted: [...(interrupted?.migration == null ? [] : [interrupted.migration]), ...pending], interrupted, history, findings: stateFindings(statuses, flags.outOfOrder) };
}

async function chooseFile(session: Session, files: WorkspaceFiles, path: string, flags: ChoiceFlags): Promise<Choice> {
  const { folder, migration, side } = await migrationOfFile(files, path);
  const shown = files.shown(path);
  if (side === "down") throw new UsageError("badArgument", `${shown} is the down script of ${migration.version}.`, { next: `Run it with rollback ${shown}.` });
  const around: MigrationFolder = folder ?? { layout: "numbered", folder: ".", migrations: [migration] };
  const history = await databaseHistory(session, around.migrations);
  const statuses = mergeHistory(around, history.entries);
  const status = statuses.find((one) => one.migration === migration);
  const base = { path: shown, history, interrupted: status?.state === "interrupted" ? status : null };
  if (status?.state === "applied") return { ...base, wanted: [], findings: [alreadyApplied(migration)] };
  if (status?.state === "changed") {
    throw new MigrationError("changed", `${migration.version} ${migration.name} is applied already, and its file was changed since.`, { next: "Put the file back and write a new migration for what is to change." });
  }
  if (status?.state === "outOfOrder" && !flags.outOfOrder) {
    throw new MigrationError("outOfOrder", `${migration.version} ${migration.name} is older than the newest applied migration.`, { next: "Give it a newer version, or apply it with --out-of-order." });
  }
  const at = statuses.findIndex((one) => one.migration === migration);
  const earlier = statuses.slice(0, at).filter((one) => one.state === "pending" || one.state === "interrupted");
  return { ...base, wanted: [migration], findings: earlier.length === 0 ? [] : [pendingBefore(migration, earlier, around.folder)] };
}

function stateFindings(statuses: readonly MigrationStatus[], outOfOrder: boolean): Finding[] {
  return statuses.flatMap((status): Finding[] => {
    const at = status.migration === null ? {} : { file: status.migration.up.file };
    const name = `${status.version} ${status.name}`;
    if (status.state === "changed") return [{ rule: "apply/changed", severity: "warning", message: `${name} was changed after it was applied; it is not run again. Put the file back and write a new migration.`, ...at }];
    if (status.state === "missing") return [{ rule: "apply/missing", severity: "warning", message: `${name} is applied, but its file is gone.`, ...at }];
    if (status.state === "outOfOrder" && !outOfOrder) return [{ rule: "apply/out-of-order", severity: "warning", message: `${name} is older than the newest applied migration and was left out. Apply it with --out-of-order, or give it a newer version.`, ...at }];
    return [];
  });
}

function alreadyApplied(migration: Migration): Finding {
  return { rule: "apply/already-applied", severity: "info", message: `${migration.version} ${migration.name} is applied already; nothing was done.`, file: migration.up.file };
}

function pendingBefore(migration: Migration, earlier: readonly MigrationStatus[], folder: string): Finding {
  const names = earlier.slice(0, 3).map((status) => status.version).join(", ");
  return { rule: "apply/pending-before", severity: "warning", message: `${names}${earlier.length > 3 ? ` and ${earlier.length - 3} more` : ""} before ${migration.version} ${earlier.length === 1 ? "is" : "are"} not applied and will be out of order. To apply them in their order: apply-migration ${folder} --to ${migration.version}.`, file: migration.up.file };
}

function lastIndex(folder: MigrationFolder, version: string): number {
  const found = findMigration(folder, version);
  if (found !== undefined) return folder.migrations.findIndex((one) => versionKey(one.version) === versionKey(found.version));
  throw new MigrationError("unknownVersion", `${folder.folder} has no version ${version}.`, { next: `The newest there are ${folder.migrations.slice(-5).map((one) => one.version).join(", ")}.` });
}
