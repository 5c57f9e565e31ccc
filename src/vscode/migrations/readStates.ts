import type { ConnectionTarget } from "../../agent/host.ts";
import type { WorkspaceSettings } from "../../commands/context.ts";
import { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import { findMigrationFolders } from "../../core/migration/findFolders.ts";
import { databaseHistory } from "../../core/migration/history.ts";
import { mergeHistory } from "../../core/migration/mergeHistory.ts";
import type { MigrationFolder, MigrationStatus } from "../../core/migration/migration.ts";
import { scanFolder } from "../../core/migration/readFolder.ts";
import type { Session } from "../../engines/engine.ts";
import { withSession } from "../connections/openSession.ts";
import type { Verdict } from "../views/migrationRow.ts";
import { verdictsOf } from "./verdicts.ts";

/** A migration folder beside what the database says of it. */
export interface FolderState {
  readonly folder: MigrationFolder;
  /** In the folder's order; all pending where the history is not known. */
  readonly statuses: readonly MigrationStatus[];
  /** What is proven of each, by version. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The connection whose history was read; null: none was. */
  readonly connection: string | null;
  /** Why the history could not be read. */
  readonly problem: Error | null;
}

const historyTimeoutMs = 30_000;

/** The migration folders below a workspace folder. Opens no connection. */
export async function findFolders(cwd: string, settings: WorkspaceSettings): Promise<readonly MigrationFolder[]> {
  const files = new WorkspaceFiles(cwd);
  const found = await findMigrationFolders(files, settings);
  const read = await Promise.all(found.map(({ folder }) => scanFolder(files, folder)));
  return read.filter((folder) => folder !== null);
}

/** Lays each folder beside the history of `target`, read over one read-only connection. A connection that fails is told in `problem`. */
export async function statesOf(cwd: string, folders: readonly MigrationFolder[], target: ConnectionTarget | undefined, settings: WorkspaceSettings): Promise<readonly FolderState[]> {
  if (target === undefined) return folders.map((folder) => unknownState(folder, null));
  try {
    return await withSession(target, cwd, settings, AbortSignal.timeout(historyTimeoutMs), async (session) => {
      const states: FolderState[] = [];
      for (const folder of folders) states.push(await stateOf(session, folder, target.name, cwd));
      return states;
    });
  } catch (error) {
    return folders.map((folder) => unknownState(folder, error instanceof Error ? error : new Error(String(error))));
  }
}

async function stateOf(session: Session, folder: MigrationFolder, connection: string, cwd: string): Promise<FolderState> {
  const { entries } = await databaseHistory(session, folder.migrations);
  const verdicts = await verdictsOf(new WorkspaceFiles(cwd), folder, session.facts);
  return { folder, statuses: mergeHistory(folder, entries), verdicts, connection, problem: null };
}

function unknownState(folder: MigrationFolder, problem: Error | null): FolderState {
  return { folder, statuses: mergeHistory(folder, []), verdicts: new Map(), connection: null, problem };
}
