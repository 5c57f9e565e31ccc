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

interface FileFailure extends Failure {
  /** Relative to the repository. */
  readonly file: string;
}

interface Run {
  readonly passed: number;
  readonly failures: readonly FileFailure[];
}

/** More files than this do not fail by chance. */
const fewFiles = 3;

/**
 * Runs one of vitest's projects. Where servers, processes or an editor take part and a few files fail, these are run once more on their own:
 * what passes then is told as unsteady, with its first error, and does not fail the run.
 */
export function vitestProject(project: string, sharesMachine: boolean): Tally {
  console.log(`\n== ${project} tests`);
  try {
    const first = run(project, []);
    const files = [...new Set(first.failures.map((failure) => failure.file))];
    if (!sharesMachine || files.length === 0 || files.length > fewFiles) return { passed: first.passed, failed: first.failures.length, failures: first.failures, unsteady: [] };
    console.log(`\n== ${project} tests that failed, on their own`);
    const second = run(project, files);
    const stillFailing = new Set(second.failures.map(({ title }) => title));
    const unsteady = first.failures.filter(({ title }) => !stillFailing.has(title));
    return { passed: first.passed + unsteady.length, failed: second.failures.length, failures: second.failures, unsteady };
  } catch (error) {
    return broken(`${project} tests`, (error as Error).message);
  }
}

function run(project: string, files: readonly string[]): Run {
  const results = path.join(cache, `vitest-${project}.json`);
  rmSync(results, { force: true });
  const args = [path.join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`, ...files];
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  const { numPassedTests, testResults } = JSON.parse(readFileSync(results, "utf8")) as Results;
  const failures = testResults.flatMap((file) => failuresOf(file));
  if (failures.length === 0 && done.status !== 0) throw new Error(`no test failed, but the run ended with ${done.status ?? done.signal}`);
  return { passed: numPassedTests, failures };
}

function failuresOf(result: Results["testResults"][number]): FileFailure[] {
  const file = path.relative(root, result.name);
  const failed = result.assertionResults.filter((one) => one.status === "failed");
  if (failed.length === 0 && result.status === "failed") return [{ file, title: file, error: result.message }];
  return failed.map((one) => ({ file, title: `${file}: ${one.fullName}`, error: (one.failureMessages ?? []).join("\n") }));
}
