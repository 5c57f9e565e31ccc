import { stat } from "node:fs/promises";
import path from "node:path";
import type { Session } from "../../../engine.ts";

/** The database's file and what lies beside it, as the operating system guards them. */
export interface FileFacts {
  readonly parts: readonly FilePart[];
  /** Accounts besides the owner and the group can come as far as its folder. */
  readonly reachable: boolean;
}

export interface FilePart {
  /** What it is: "the database file", "its folder", "its write-ahead log". */
  readonly what: string;
  readonly name: string;
  readonly kind: "database" | "folder" | "side";
  /** Permission bits: 0o644. */
  readonly mode: number;
  /** The group is the owner's alone, as systems with a group for each user make it. */
  readonly ownGroup: boolean;
  readonly bytes: number;
}

/** Null where the system has no such rights (Windows) or the file has no name. */
export async function readFile(session: Session, signal: AbortSignal): Promise<FileFacts | null> {
  const { rows } = await session.run("SELECT file FROM pragma_database_list WHERE name = 'main'", { signal });
  const file = rows[0]?.[0];
  if (process.platform === "win32" || typeof file !== "string" || file === "") return null;
  const folder = path.dirname(file);
  const asked: readonly (readonly [string, string, FilePart["kind"]])[] = [
    [file, "the database file", "database"], [folder, "its folder", "folder"], [`${file}-wal`, "its write-ahead log", "side"], [`${file}-shm`, "its shared memory", "side"], [`${file}-journal`, "its rollback journal", "side"],
  ];
  const parts = await Promise.all(asked.map(async ([name, what, kind]): Promise<FilePart[]> => {
    const found = await stat(name).catch(() => null); // Not there: most databases have no log beside them.
    return found === null ? [] : [{ what, name: path.basename(name), kind, mode: found.mode & 0o7777, ownGroup: found.gid === found.uid, bytes: found.size }];
  }));
  return { parts: parts.flat(), reachable: await isReachable(folder) };
}

/** Everybody may pass through every folder above. */
async function isReachable(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found === null || (found.mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
