import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { isPassedOver, listFolder } from "./layouts/listing.ts";
import type { LayoutId } from "./migration.ts";
import { layoutOf } from "./readFolder.ts";

export interface FoundFolder {
  /** Workspace-relative. */
  readonly folder: string;
  readonly layout: LayoutId;
}

const deepest = 8;

/**
 * The folders of the workspace that hold migrations: those of the settings, else all that a layout recognises.
 * Hidden folders, node_modules, build results and the like are passed over.
 */
export async function findMigrationFolders(files: WorkspaceFiles, settings: { readonly migrationFolders: readonly string[] }): Promise<FoundFolder[]> {
  if (settings.migrationFolders.length > 0) {
    const named = await Promise.all(settings.migrationFolders.map((folder) => recognised(files, folder)));
    return named.filter((one) => one !== null);
  }
  const found: FoundFolder[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await files.list(folder);
    if (entries.some((entry) => entry.folder || /\.(?:sql|plan|json|[cm]?js)$/i.test(entry.name))) {
      const here = await recognised(files, folder);
      if (here !== null && (here.layout !== "numbered" || (await looksMeant(files, folder)))) {
        found.push(here);
        return;
      }
    }
    if (depth === deepest) return;
    for (const entry of entries) if (entry.folder && !isPassedOver(entry.name)) await walk(files.shown(`${folder}/${entry.name}`), depth + 1).catch(passOverUnreadable);
  };
  await walk(".", 0);
  return found;
}

/** A folder that may not be read, or is gone by now, holds no migrations of ours. */
function passOverUnreadable(error: unknown): void {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "EACCES" && code !== "EPERM" && code !== "ENOENT" && code !== "ENOTDIR") throw error;
}

async function recognised(files: WorkspaceFiles, folder: string): Promise<FoundFolder | null> {
  if ((await files.kind(folder)) !== "folder") return null;
  const listing = await listFolder(files, folder);
  const layout = await layoutOf(listing);
  return layout === null ? null : { folder: listing.folder, layout: layout.id };
}

/** Numbers in front of names alone say little: the folder's path must speak of migrations, or several scripts count. */
async function looksMeant(files: WorkspaceFiles, folder: string): Promise<boolean> {
  if (/migrat/i.test(folder)) return true;
  const names = (await files.list(folder)).filter((entry) => !entry.folder && /^\d+.*\.sql$/i.test(entry.name));
  return names.length >= 2;
}
