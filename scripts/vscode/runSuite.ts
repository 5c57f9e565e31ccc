import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { format } from "node:util";
import { launchChromium } from "../machine/chromium.ts";
import { root } from "../machine/process.ts";
import { buildSuite } from "./buildSuite.ts";
import { startServer, writeSettings } from "./server.ts";

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly { readonly title: string; readonly error: string }[];
}

const limitMs = 10 * 60_000;

/** Runs the suites of test/vscode/suite in the extension host of a real VS Code, on a fresh copy of test/vscode/fixture. */
export async function runSuite(trust: "on" | "off"): Promise<SuiteResult> {
  const suite = await buildSuite(trust);
  const home = mkdtempSync(path.join(tmpdir(), "de-vscode-"));
  const workspace = path.join(home, "workspace");
  const results = path.join(home, "results.json");
  mkdirSync(workspace);
  cpSync(path.join(root, "test", "vscode", "fixture"), workspace, { recursive: true });
  writeSettings(path.join(home, "data"), trust === "off" ? { "security.workspace.trust.startupPrompt": "never" } : {});
  const server = await startServer({ dataFolder: path.join(home, "data"), trustEverything: trust === "on", testDriver: true, env: { DATA_ENGINEER_RESULTS: results } });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const exit = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`The suite did not end within ${limitMs / 1000} s.`));
      }, limitMs);
      void page.exposeFunction("codeAutomationExit", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await page.exposeFunction("codeAutomationLog", (type: string, args: readonly unknown[]) => {
      if (type === "log") console.log(format(...args));
    });
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = JSON.stringify([["extensionDevelopmentPath", remote(root)], ["extensionTestsPath", remote(suite)], ["skipWelcome", "true"]]);
    await page.goto(`${server.url}?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`);
    await exit;
  } finally {
    await browser.close();
    await server.stop();
  }
  if (!existsSync(results)) throw new Error("The suite ended without a result: the extension host failed before the first test.");
  const found = JSON.parse(readFileSync(results, "utf8")) as SuiteResult;
  rmSync(home, { recursive: true, force: true });
  return found;
}

if (process.argv[1] === import.meta.filename) {
  const trust = process.argv[2] === "off" ? "off" : "on";
  const { passed, failed, failures } = await runSuite(trust);
  for (const failure of failures) console.log(`\n${failure.title}\n${failure.error}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
