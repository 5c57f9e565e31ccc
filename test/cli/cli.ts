import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { Report } from "../../src/core/report/report.ts";

const entry = path.resolve(import.meta.dirname, "../../src/cli.ts");

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

/** Runs the command line in a process of its own, without a terminal. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", entry, ...args], { cwd: options.cwd ?? tmpdir(), env: { ...cleanEnvironment(), ...options.env }, stdio: ["ignore", "pipe", "pipe"] });
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
