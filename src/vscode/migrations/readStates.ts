import type { ConnectionTarget } from "../../agent/host.ts";
import type { WorkspaceSettings } from "../../commands/context.ts";
import { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import { findMigrationFolders } from "../../core/migration/findFolders.ts";
import { historyOver, readRecords } from "../../core/migration/history.ts";
import type { DatabaseRecords } from "../../core/migration/history.ts";
import { mergeHistory } from "../../core/migration/mergeHistory.ts";
import type { MigrationFolder, MigrationStatus } from "../../core/migration/migration.ts";
import { scanFolder } from "../../core/migration/readFolder.ts";
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

/** What a database says, read at one moment; it stays true until something is applied or rolled back. */
export interface ReadRecords extends DatabaseRecords {
  readonly connection: string;
  readonly dialect: string;
  readonly database: string;
}

/** Reads the history tables of `target` over one read-only connection; a connection that fails is the answer. */
export async function readHistoryOf(cwd: string, target: ConnectionTarget, settings: WorkspaceSettings): Promise<ReadRecords | Error> {
  try {
    return await withSession(target, cwd, settings, AbortSignal.timeout(historyTimeoutMs), async (session) => ({ ...(await readRecords(session)), connection: target.name, dialect: session.facts.dialect, database: session.facts.database }));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Lays each folder beside what a database says. Opens no connection. */
export async function statesOf(cwd: string, folders: readonly MigrationFolder[], records: ReadRecords | Error | undefined): Promise<readonly FolderState[]> {
  if (records === undefined || records instanceof Error) return folders.map((folder) => unknownState(folder, records ?? null));
  const files = new WorkspaceFiles(cwd);
  return Promise.all(folders.map(async (folder) => ({
    folder, statuses: mergeHistory(folder, historyOver(records, folder.migrations).entries), verdicts: await verdictsOf(files, folder, records), connection: records.connection, problem: null,
  })));
}

function unknownState(folder: MigrationFolder, problem: Error | null): FolderState {
  return { folder, statuses: mergeHistory(folder, []), verdicts: new Map(), connection: null, problem };
}
