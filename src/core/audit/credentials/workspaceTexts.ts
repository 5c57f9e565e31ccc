import { stat } from "node:fs/promises";
import { counted } from "../../counted.ts";
import { isDataEngineerError, throwIfCancelled } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";
import type { AuditedText } from "../engineLook.ts";
import { isCandidate } from "./candidateFiles.ts";
import { gitFiles } from "./gitFiles.ts";
import { walkedFiles } from "./walkedFiles.ts";

const most = { files: 3000, bytes: 512 * 1024, allBytes: 24 * 1024 * 1024 };

/** What of the workspace is searched, and what is not and why, in whole sentences. */
export interface WorkspaceTexts {
  readonly texts: readonly AuditedText[];
  readonly leftOut: readonly string[];
}

/**
 * The workspace's files in which a credential may stand, for `credentialRules`; never those of other people's packages.
 * In a git repository those that it holds or would take with the next commit: an ignored .env is where a secret belongs.
 * Files above 512 KiB are left out, and what comes after 3000 files or 24 MiB; `leftOut` says how many.
 */
export async function workspaceTexts(files: WorkspaceFiles, signal: AbortSignal): Promise<WorkspaceTexts> {
  const held = await gitFiles(files.root, signal);
  const walked = held === null ? await walkedFiles(files, isOthers, signal) : { names: held, cut: undefined };
  const names = walked.names.filter((name) => isCandidate(name) && !name.split("/").some(isOthers)).sort();
  const texts: AuditedText[] = [];
  const left = { large: 0, beyond: 0, later: Math.max(0, names.length - most.files) };
  let bytes = 0;
  for (const name of names.slice(0, most.files)) {
    throwIfCancelled(signal);
    const found = await stat(files.absolute(name)).catch(() => null); // Git also lists what was deleted since.
    if (found === null || !found.isFile()) continue;
    if (found.size > most.bytes) left.large += 1;
    else if (bytes + found.size > most.allBytes) left.beyond += 1;
    else {
      const text = await textOf(files, name);
      if (text === null) continue;
      bytes += found.size;
      const file = files.shown(name);
      texts.push({ object: `file ${file}`, text, file });
    }
  }
  return { texts, leftOut: [...told(left), ...(walked.cut === undefined ? [] : [walked.cut])] };
}

function told({ large, beyond, later }: { readonly large: number; readonly beyond: number; readonly later: number }): string[] {
  const search = (count: number): string => `Search ${count === 1 ? "it" : "them"} with a scanner for files.`;
  return [
    ...(large === 0 ? [] : [`${counted(large, "file")} of the workspace above ${most.bytes / 1024} KiB ${was(large)} not searched for credentials. ${search(large)}`]),
    ...(beyond === 0 ? [] : [`${counted(beyond, "file")} of the workspace ${was(beyond)} not searched for credentials: an audit reads ${most.allBytes / 1024 / 1024} MiB of files. ${search(beyond)}`]),
    ...(later === 0 ? [] : [`${counted(later, "file")} of the workspace ${was(later)} not searched for credentials: an audit reads the first ${most.files} in which one may stand. ${search(later)}`]),
  ];
}

function was(count: number): string {
  return count === 1 ? "was" : "were";
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
