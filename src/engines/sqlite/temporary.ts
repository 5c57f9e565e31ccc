import { readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** Containers may share a folder, but not their process ids. */
const host = os.hostname().replace(/[^A-Za-z0-9]/g, "_");
const prefix = `data-engineer-shadow-${host}-`;

/** Names the machine and the process that own a temporary folder, so that a later one can tell whether it still lives. */
export function temporaryPrefix(): string {
  return `${prefix}${process.pid}-`;
}

/** Removes this machine's folders whose process is gone. What cannot be removed belongs to another user and is left. */
export async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const owner = /^\d+(?=-)/.exec(name.slice(prefix.length))?.[0];
    if (owner === undefined || alive(Number(owner))) continue;
    await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
