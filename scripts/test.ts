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
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

function step(name: string, args: readonly string[]): Tally {
  console.log(`\n== ${name}`);
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  return done.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
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
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(results, "utf8")) as Results;
    const unread = testResults.filter((file) => file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed")).length;
    const failed = Math.max(numFailedTests + unread, done.status === 0 ? 0 : 1);
    return { passed: numPassedTests, failed };
  } catch (error) {
    console.error(`The ${project} tests gave no result: ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  }
}

async function editorSuite(trust: "on" | "off"): Promise<Tally> {
  console.log(`\n== in a real VS Code, workspace trust ${trust}`);
  try {
    const { passed, failed, failures } = await runSuite(trust);
    for (const failure of failures) console.log(`\nFAILED ${failure.title}\n${failure.error}`);
    return { passed, failed };
  } catch (error) {
    console.error(`The suite could not be run: ${(error as Error).stack ?? String(error)}`);
    return { passed: 0, failed: 1 };
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
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0) + lacking.length;
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
