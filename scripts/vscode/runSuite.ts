import { buildSuite } from "./buildSuite.ts";
import { runInHost } from "./runInHost.ts";

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly { readonly title: string; readonly error: string }[];
}

/** Runs the suites of test/vscode/suite in a real VS Code, in a trusted or an untrusted workspace. */
export async function runSuite(trust: "on" | "off"): Promise<SuiteResult> {
  return (await runInHost(await buildSuite(trust), trust)) as SuiteResult;
}

if (process.argv[1] === import.meta.filename) {
  const { passed, failed, failures } = await runSuite(process.argv[2] === "off" ? "off" : "on");
  for (const failure of failures) console.log(`\n${failure.title}\n${failure.error}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
