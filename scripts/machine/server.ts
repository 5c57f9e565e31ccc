import { chownSync } from "node:fs";
import { isRoot, output } from "./process.ts";

/** A database server that was started for tests. */
export interface Server {
  readonly url: string;
  readonly stop: () => Promise<void> | void;
}

/** Some servers refuse to run as root: the words before a command that make it one of these users, who then owns `paths`. Nothing where this process is not root. */
export function unprivileged(users: readonly string[], ...paths: readonly string[]): string[] {
  if (!isRoot) return [];
  const user = [...users, "nobody"].find((name) => output("id", ["-u", name]) !== null) ?? "nobody";
  const [uid, gid] = [Number(output("id", ["-u", user])), Number(output("id", ["-g", user]))];
  for (const path of paths) chownSync(path, uid, gid);
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
}
