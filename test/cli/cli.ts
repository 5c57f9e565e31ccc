import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { Report } from "../../src/core/report/report.ts";

/** What `npm run build` leaves; `build.ts` brings it up to date before the tests. */
export const entry = path.resolve(import.meta.dirname, "../../dist/cli.js");

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the process runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** The environment without anything that names a database, so that only the test says it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:PG|MYSQL|MONGO|POSTGRES|SQLITE|DATABASE_URL|SHADOW_|DEBUG|NODE_OPTIONS|FORCE_COLOR|NO_COLOR)/.test(name)));
}

const most = 3;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs the command line in a process of its own, without a terminal; a few at a time, however many are asked for. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await spawnCli(args, options);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

function spawnCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], { cwd: options.cwd ?? tmpdir(), env: { ...cleanEnvironment(), ...options.env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    options.started?.(child);
  });
}

/** The same with --format json; the report must be the only thing on stdout. */
export async function cliReport(args: readonly string[], options: CliOptions = {}): Promise<{ readonly code: number | null; readonly report: Report; readonly stderr: string }> {
  const { code, stdout, stderr } = await cli([...args, "--format", "json"], options);
  try {
    return { code, report: JSON.parse(stdout) as Report, stderr };
  } catch (error) {
    throw new Error(`stdout is not one JSON object: ${stdout}\nstderr: ${stderr}`, { cause: error });
  }
}

/** A folder of files by their paths, removed after the suite. */
export async function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "data-engineer-cli-"));
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  return folder;
}
