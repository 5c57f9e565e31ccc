import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { findChromium } from "./machine/chromium.ts";
import { cache, root, which } from "./machine/process.ts";
import { startServers } from "./machine/servers.ts";
import { runSuite } from "./vscode/runSuite.ts";

/** What vitest writes of a run, as far as it is read here. */
interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] | null }[];
  }[];
}

interface Failure {
  readonly title: string;
  readonly error: string;
}

interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Told again at the very end, where a long log is read first. */
  readonly failures: readonly Failure[];
}

function broken(title: string, error: string): Tally {
  return { passed: 0, failed: 1, failures: [{ title, error }] };
}

function step(name: string, args: readonly string[]): Tally {
  console.log(`\n== ${name}`);
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  return done.status === 0 ? { passed: 1, failed: 0, failures: [] } : broken(name, "told above");
}

function bin(tool: string, ...args: string[]): string[] {
  return [path.join(root, "node_modules", tool), ...args];
}

function vitest(project: string): Tally {
  console.log(`\n== ${project} tests`);
  const results = path.join(cache, `vitest-${project}.json`);
  rmSync(results, { force: true });
  const done = spawnSync(process.execPath, bin("vitest/vitest.mjs", "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`), { cwd: root, stdio: "inherit" });
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(results, "utf8")) as Results;
    const failures = testResults.flatMap((file) => failuresOf(file));
    if (failures.length === 0 && done.status !== 0) return { ...broken(`${project} tests`, `no test failed, but the run ended with ${done.status ?? done.signal}`), passed: numPassedTests };
    return { passed: numPassedTests, failed: failures.length, failures };
  } catch (error) {
    return broken(`${project} tests`, `they gave no result: ${(error as Error).message}`);
  }
}

function failuresOf(file: Results["testResults"][number]): Failure[] {
  const at = path.relative(root, file.name);
  const failed = file.assertionResults.filter((one) => one.status === "failed");
  if (failed.length === 0 && file.status === "failed") return [{ title: at, error: file.message }];
  return failed.map((one) => ({ title: `${at}: ${one.fullName}`, error: (one.failureMessages ?? []).join("\n") }));
}

async function editorSuite(trust: "on" | "off"): Promise<Tally> {
  console.log(`\n== in a real VS Code, workspace trust ${trust}`);
  try {
    const { passed, failed, failures } = await runSuite(trust);
    return { passed, failed, failures: failures.map(({ title, error }) => ({ title: `VS Code, workspace trust ${trust}: ${title}`, error })) };
  } catch (error) {
    return broken(`VS Code, workspace trust ${trust}`, `the suite could not be run: ${(error as Error).stack ?? String(error)}`);
  }
}

mkdirSync(cache, { recursive: true });
const servers = await startServers();
const missing = [...servers.missing];
for (const client of ["psql", "mysql"]) if (which(client) === null) missing.push(`the client ${client}`);
process.env["CHROMIUM"] = findChromium();

const tallies: Tally[] = [];
try {
  tallies.push(step("generated files are up to date", ["--disable-warning=ExperimentalWarning", "scripts/generate.ts", "--check"]));
  tallies.push(step("types", bin("typescript/bin/tsc", "--noEmit")));
  tallies.push(step("lint", bin("eslint/bin/eslint.js", ".")));
  tallies.push(step("build", ["esbuild.mjs"]));
  for (const project of ["unit", "engine", "cli"]) tallies.push(vitest(project));
  tallies.push(await editorSuite("on"), await editorSuite("off"));
  tallies.push(vitest("vsix"));
} finally {
  await servers.stop();
}

const required = (process.env["REQUIRE_ENGINES"] ?? "").split(",").filter((name) => name !== "");
const lacking = required.filter((name) => missing.includes(name));
for (const name of missing) console.log(`\nMISSING: ${name} could not be had on this machine; its tests were not run.`);
for (const { title, error } of tallies.flatMap((tally) => tally.failures)) console.log(`\nFAILED ${title}\n${error}`);
for (const name of lacking) console.log(`\nFAILED ${name} is required, but could not be had on this machine.`);
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0) + lacking.length;
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
