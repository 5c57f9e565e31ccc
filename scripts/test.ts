import { mkdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { findChromium } from "./machine/chromium.ts";
import { cache, root, which } from "./machine/process.ts";
import { startServers } from "./machine/servers.ts";
import { broken, type Tally } from "./tally.ts";
import { vitestProject } from "./vitestProject.ts";
import { runSuite } from "./vscode/runSuite.ts";

function step(name: string, args: readonly string[]): Tally {
  console.log(`\n== ${name}`);
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  return done.status === 0 ? { passed: 1, failed: 0, failures: [] } : broken(name, "told above");
}

function bin(tool: string, ...args: string[]): string[] {
  return [path.join(root, "node_modules", tool), ...args];
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
  tallies.push(step("types of the webviews", bin("typescript/bin/tsc", "--noEmit", "-p", "webviews")));
  tallies.push(step("lint", bin("eslint/bin/eslint.js", ".")));
  tallies.push(step("build", ["esbuild.mjs"]));
  tallies.push(vitestProject("unit"), vitestProject("engine"), vitestProject("cli"), vitestProject("webview"));
  tallies.push(await editorSuite("on"), await editorSuite("off"));
  tallies.push(vitestProject("vsix"));
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
