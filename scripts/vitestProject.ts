import { readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { cache, root } from "./machine/process.ts";
import { broken, type Failure, type Tally } from "./tally.ts";

/** What vitest writes of a run, as far as it is read here. */
interface Results {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] | null }[];
  }[];
}

interface Run {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** Runs one of vitest's projects. A run that failed without a failed test is a failure too. */
export function vitestProject(project: string): Tally {
  console.log(`\n== ${project} tests`);
  try {
    const { passed, failures } = run(project);
    return { passed, failed: failures.length, failures };
  } catch (error) {
    return broken(`${project} tests`, (error as Error).message);
  }
}

function run(project: string): Run {
  const results = path.join(cache, `vitest-${project}.json`);
  rmSync(results, { force: true });
  const args = [path.join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  const { numPassedTests, testResults } = JSON.parse(readFileSync(results, "utf8")) as Results;
  const failures = testResults.flatMap((file) => failuresOf(file));
  if (failures.length === 0 && done.status !== 0) throw new Error(`no test failed, but the run ended with ${done.status ?? done.signal}`);
  return { passed: numPassedTests, failures };
}

function failuresOf(result: Results["testResults"][number]): Failure[] {
  const file = path.relative(root, result.name);
  const failed = result.assertionResults.filter((one) => one.status === "failed");
  if (failed.length === 0 && result.status === "failed") return [{ title: file, error: result.message }];
  return failed.map((one) => ({ title: `${file}: ${one.fullName}`, error: (one.failureMessages ?? []).join("\n") }));
}
