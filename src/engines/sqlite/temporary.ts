import { readdir, rm } from "node:fs/promises";
import path from "node:path";

const pattern = /^data-engineer-shadow-(\d+)-/;

/** Names the process that owns a temporary folder, so that a later one can tell whether it still lives. */
export function temporaryPrefix(): string {
  return `data-engineer-shadow-${process.pid}-`;
}

/** Removes the folders whose process is gone. What cannot be removed belongs to another user and is left. */
export async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const owner = pattern.exec(name)?.[1];
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
