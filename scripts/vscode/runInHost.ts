import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { format } from "node:util";
import { launchChromium } from "../machine/chromium.ts";
import { root } from "../machine/process.ts";
import { startServer, writeSettings } from "./server.ts";

const limitMs = 10 * 60_000;

/**
 * Loads a module (absolute path, with an async `run`) in the extension host of a real VS Code that has this extension and a fresh copy of
 * test/vscode/fixture as its workspace. Returns the JSON that the module wrote to the file named by DATA_ENGINEER_RESULTS.
 */
export async function runInHost(module: string, trust: "on" | "off"): Promise<unknown> {
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
        reject(new Error(`It did not end within ${limitMs / 1000} s.`));
      }, limitMs);
      void page.exposeFunction("codeAutomationExit", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await page.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => {
      // The workbench logs here too; only mocha's reporter writes format strings.
      if (/%[sd]/.test(String(args[0]))) console.log(format(...args));
    });
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;
    const payload = JSON.stringify([["extensionDevelopmentPath", remote(root)], ["extensionTestsPath", remote(module)], ["skipWelcome", "true"]]);
    await page.goto(`${server.url}?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`);
    await exit;
  } finally {
    await browser.close();
    await server.stop();
  }
  try {
    return JSON.parse(readFileSync(results, "utf8"));
  } catch (cause) {
    throw new Error(`It ended without a result: the extension host failed before ${path.basename(module)} was done.`, { cause });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
