import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";

/** Where a workspace keeps its snapshots, workspace-relative. */
export const snapshotsFolder = ".data-engineer/snapshots";
export const manifestName = "manifest.json";
export const temporaryPrefix = ".writing-";

const ignored = ["/snapshots/*/data/", `/snapshots/${temporaryPrefix}*/`];
const heading = "# Rows that were kept from a database are not source: they stay out of version control.";

/** Makes the folder of snapshots, with a .gitignore that keeps rows out of version control, and sweeps what a killed process left. Returns its absolute path. */
export async function ensureStore(files: WorkspaceFiles): Promise<string> {
  const root = files.absolute(snapshotsFolder);
  await mkdir(root, { recursive: true });
  await ensureIgnored(path.join(path.dirname(root), ".gitignore"));
  await sweep(root);
  return root;
}

async function ensureIgnored(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = ignored.filter((line) => !lines.has(line));
  if (missing.length === 0) return;
  const before = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  await writeFile(file, `${before}${lines.has(heading) ? "" : `${heading}\n`}${missing.join("\n")}\n`);
}

const staleAfterMs = 60 * 60 * 1000;

/** Removes half-written snapshots of processes that are gone; a temporary name carries its writer's process id. */
async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const folder = path.join(root, name);
    const touched = await stat(folder).catch(() => null);
    if (touched === null || Date.now() - touched.mtimeMs < staleAfterMs) continue;
    if (!isAlive(Number(/^\d+/.exec(name.slice(temporaryPrefix.length))?.[0]))) await rm(folder, { recursive: true, force: true });
  }
}

/** True for a process of this machine that still runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
