import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** What the machine makes once and may throw away. */
export const cache = path.join(root, ".cache");

/** True for a user who may install Debian packages. */
export const isRoot = process.getuid?.() === 0;

/** Runs a program with its output on stderr; throws with its name when it fails. */
export function run(program: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): void {
  const done = spawnSync(program, args, { cwd: options.cwd ?? root, env: options.env ?? process.env, stdio: ["ignore", 2, 2] });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")} failed (${done.error?.message ?? `exit ${done.status}`})`);
}

/** The standard output of a program, or null when it cannot be run or fails. */
export function output(program: string, args: readonly string[], options: { readonly cwd?: string } = {}): string | null {
  const done = spawnSync(program, args, { cwd: options.cwd ?? root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return done.status === 0 ? done.stdout.trim() : null;
}

/** The path of a program on PATH, or null. */
export function which(program: string): string | null {
  return process.platform === "win32" ? (output("where", [program])?.split(/\r?\n/)[0] ?? null) : output("sh", ["-c", `command -v ${program}`]);
}

/** Installs Debian packages; false where that is not possible. */
export function installDebian(...packages: readonly string[]): boolean {
  if (!isRoot || which("apt-get") === null) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const quiet = (args: string[]): boolean => spawnSync("apt-get", ["-qq", ...args], { env, stdio: ["ignore", 2, 2] }).status === 0;
  console.error(`Installing Debian's ${packages.join(", ")} …`);
  return quiet(["update"]) && quiet(["install", "-y", "--no-install-recommends", ...packages]);
}

/** Runs npm, which came with the machine's Node, in a folder of the cache. */
export function npm(args: readonly string[], cwd: string): void {
  const own = process.env["npm_execpath"];
  if (own === undefined) run("npm", args, { cwd });
  else run(process.execPath, [own, ...args], { cwd });
}

/** Ends a child and all that it started. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGTERM");
  } catch {
    child.kill();
  }
  const force = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(force);
}

/** Starts a program in a process group of its own. */
export function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv, log: number | "ignore" = "ignore"): ChildProcess {
  return spawn(program, args, { cwd: root, env, detached: process.platform !== "win32", stdio: ["ignore", log, log] });
}
