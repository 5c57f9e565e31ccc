import { stat } from "node:fs/promises";
import { isDataEngineerError, throwIfCancelled } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";
import type { AuditedText } from "../engineLook.ts";
import { isCandidate } from "./candidateFiles.ts";
import { gitFiles } from "./gitFiles.ts";
import { walkedFiles } from "./walkedFiles.ts";

const most = { files: 3000, bytes: 512 * 1024, allBytes: 24 * 1024 * 1024 };

/**
 * The workspace's files in which a credential may stand, for `credentialRules`; never those of other people's packages.
 * In a git repository those that it holds or would take with the next commit: an ignored .env is where a secret belongs.
 * Files above 512 KiB are left out, and what comes after 3000 files or 24 MiB.
 */
export async function workspaceTexts(files: WorkspaceFiles, signal: AbortSignal): Promise<readonly AuditedText[]> {
  const names = ((await gitFiles(files.root, signal)) ?? (await walkedFiles(files, isOthers, signal))).filter((name) => isCandidate(name) && !name.split("/").some(isOthers)).sort();
  const texts: AuditedText[] = [];
  let bytes = 0;
  for (const name of names.slice(0, most.files)) {
    throwIfCancelled(signal);
    const found = await stat(files.absolute(name)).catch(() => null); // Git also lists what was deleted since.
    if (found === null || !found.isFile() || found.size > most.bytes || bytes + found.size > most.allBytes) continue;
    const text = await textOf(files, name);
    if (text === null) continue;
    bytes += found.size;
    const file = files.shown(name);
    texts.push({ object: `file ${file}`, text, file });
  }
  return texts;
}

/** Null for what is no text or may not be read. */
async function textOf(files: WorkspaceFiles, name: string): Promise<string | null> {
  try {
    return await files.readText(name);
  } catch (error) {
    if (isDataEngineerError(error)) return null;
    throw error;
  }
}

/** Folders of packages, builds and tools. */
function isOthers(folder: string): boolean {
  return /^(?:node_modules|bower_components|vendor|dist|build|out|target|coverage|\.git|\.hg|\.svn|\.data-engineer|\.next|\.nuxt|\.cache|\.venv|venv|__pycache__|\.terraform|\.yarn|\.pnpm-store|\.idea|\.gradle)$/.test(folder);
}
