import { FileError } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";
import type { Listing } from "./layout.ts";

/** Folders that never hold a project's own migrations. */
export function isPassedOver(folder: string): boolean {
  return folder.startsWith(".") || ["node_modules", "dist", "build", "out", "target", "vendor", "venv", "__pycache__"].includes(folder);
}

/** Reads what a folder holds, two levels deep. Throws FileError where there is no such folder. */
export async function listFolder(files: WorkspaceFiles, folder: string): Promise<Listing> {
  const shown = files.shown(folder);
  const found: string[] = [];
  const home = files.absolute(folder);
  const walk = async (under: string, depth: number): Promise<void> => {
    const entries = await files.list(`${home}/${under}`);
    for (const entry of entries) {
      if (!entry.folder) found.push(`${under}${entry.name}`);
      else if (depth < 2 && !isPassedOver(entry.name)) await walk(`${under}${entry.name}/`, depth + 1);
    }
  };
  const kind = await files.kind(folder);
  if (kind === null) throw new FileError("missing", shown, `There is no folder ${shown}.`, { next: "Check the path; it is read from the workspace folder." });
  if (kind === "file") throw new FileError("unreadable", shown, `${shown} is a file, a folder with migrations is needed here.`, { next: "Name the folder that it lies in." });
  await walk("", 0);
  return { folder: shown, files: found, text: (path) => textOrBlank(files, `${home}/${path}`) };
}

/** The text of a file; "" where it is empty or blank. Throws the other FileErrors of readText. */
export async function textOrBlank(files: WorkspaceFiles, file: string): Promise<string> {
  try {
    return await files.readText(file);
  } catch (error) {
    if (error instanceof FileError && error.reason === "empty") return "";
    throw error;
  }
}
