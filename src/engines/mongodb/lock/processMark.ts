import { readFileSync, readlinkSync } from "node:fs";
import os from "node:os";

/** What tells a process apart from every other: the start of its machine, its space of process ids (a container has one of its own), its id and its own start. */
export interface ProcessMark {
  readonly host: string;
  readonly boot: string;
  readonly space: string;
  readonly pid: number;
  readonly started: string;
}

/** null where the system does not tell it: Linux alone does. */
export function ownMark(): ProcessMark | null {
  if (process.platform !== "linux") return null;
  const [boot, space, stat] = [told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()), told(() => readlinkSync("/proc/self/ns/pid")), statOf(process.pid)];
  return boot === null || space === null || stat === null ? null : { host: os.hostname(), boot, space, pid: process.pid, started: stat.started };
}

/** True where it is certain that this process has ended: it was one of this very machine and space, and its id is free, or another's by now. */
export function hasEnded(mark: ProcessMark): boolean {
  const own = ownMark();
  if (own === null || mark.host !== own.host || mark.boot !== own.boot || mark.space !== own.space) return false;
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return true;
  }
  const stat = statOf(mark.pid);
  return stat !== null && (stat.started !== mark.started || stat.state === "Z" || stat.state === "X");
}

/** State and start (in ticks since the machine's) of a process; null where that cannot be read. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statOf(pid: number): { readonly state: string; readonly started: string } | null {
  const text = told(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", started: fields[19] ?? "" };
}

function told(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
