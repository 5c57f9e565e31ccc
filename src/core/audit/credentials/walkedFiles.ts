import { throwIfCancelled } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";

const deepest = 12;
const most = 50_000;

/** All files below the workspace's folder but for the folders that `leaveOut` names; symbolic links are not followed. */
export async function walkedFiles(files: WorkspaceFiles, leaveOut: (folder: string) => boolean, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  let folders = [""];
  for (let depth = 0; depth < deepest && folders.length > 0 && found.length < most; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      throwIfCancelled(signal);
      const entries = await files.list(folder === "" ? "." : folder).catch(() => []); // A folder that may not be read has nothing to tell.
      for (const entry of entries) {
        const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (!entry.folder) found.push(name);
        else if (!leaveOut(entry.name)) next.push(name);
      }
    }
    folders = next;
  }
  return found;
}
