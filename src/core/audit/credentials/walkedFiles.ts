import { counted } from "../../counted.ts";
import { throwIfCancelled } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";

const deepest = 12;
const most = 50_000;

/** Names of files, and what was not walked; a whole sentence. */
export interface Walked {
  readonly names: string[];
  readonly cut: string | undefined;
}

/** All files below the workspace's folder but for the folders that `leaveOut` names; symbolic links are not followed. */
export async function walkedFiles(files: WorkspaceFiles, leaveOut: (folder: string) => boolean, signal: AbortSignal): Promise<Walked> {
  const names: string[] = [];
  let folders = [""];
  for (let depth = 0; depth < deepest && folders.length > 0 && names.length < most; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      throwIfCancelled(signal);
      const entries = await files.list(folder === "" ? "." : folder).catch(() => []); // A folder that may not be read has nothing to tell.
      for (const entry of entries) {
        const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (!entry.folder) names.push(name);
        else if (!leaveOut(entry.name)) next.push(name);
      }
    }
    folders = next;
  }
  return { names, cut: folders.length === 0 ? undefined : `${counted(folders.length, "folder")} of the workspace, and what lies in ${folders.length === 1 ? "it" : "them"}, ${folders.length === 1 ? "was" : "were"} not searched for credentials: an audit looks ${deepest} folders deep and at ${most} files. In a git repository it asks git instead.` };
}
