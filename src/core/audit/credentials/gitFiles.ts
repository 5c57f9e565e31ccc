import { execFile } from "node:child_process";

/**
 * Files that git holds, and new ones that it does not ignore, relative to `root`; null where this is no repository or there is no git.
 * Nothing that the repository's own configuration names is run.
 */
export function gitFiles(root: string, signal: AbortSignal): Promise<string[] | null> {
  const quiet = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false"];
  return new Promise((resolve) => {
    execFile("git", [...quiet, "ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root, maxBuffer: 64 * 1024 * 1024, timeout: 20_000, signal, windowsHide: true, env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" } }, (error, output) => {
      resolve(error === null ? [...new Set(output.split("\0").filter((name) => name !== ""))] : null);
    });
  });
}
