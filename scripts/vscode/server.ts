import { existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../machine/freePort.ts";
import { cache, npm, output, start, stop } from "../machine/process.ts";

const version = "4.139.1";
const home = path.join(cache, "vscode-server");
const server = path.join(home, "node_modules", "code-server", "lib", "vscode");
const entry = path.join(server, "out", "server-main.js");

/** A real VS Code server (the one that the code-server package ships), installed once into the cache. */
function installServer(): void {
  if (existsSync(path.join(home, "complete"))) return;
  console.error(`Installing the VS Code server (code-server ${version}) …`);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, "package.json"), '{ "private": true }\n');
  npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", `code-server@${version}`], home);
  npm(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], server);
  npm(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], path.join(server, "extensions"));
  writeFileSync(path.join(home, "complete"), version);
}

export interface VscodeServer {
  readonly port: number;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface ServerOptions {
  /** Where the server keeps its settings, extensions and secrets: `--server-data-dir`. */
  readonly dataFolder: string;
  readonly trustEverything: boolean;
  /** Accepts `payload=[["extensionTestsPath", …]]` in the page's address. */
  readonly testDriver: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts it and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  installServer();
  mkdirSync(options.dataFolder, { recursive: true });
  const port = await freePort();
  const args = [
    entry, "--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms",
    "--server-data-dir", options.dataFolder, "--telemetry-level", "off",
    ...(options.trustEverything ? ["--disable-workspace-trust"] : []),
    ...(options.testDriver ? ["--enable-smoke-test-driver"] : []),
  ];
  const log = openSync(path.join(options.dataFolder, "server.log"), "a");
  const child = start(process.execPath, args, { ...process.env, ...options.env }, log);
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) throw new Error(`The VS Code server ended; see ${path.join(options.dataFolder, "server.log")}`);
    if (await answers(url)) return { port, url, stop: () => stop(child) };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop(child);
  throw new Error("The VS Code server did not answer within 30 s.");
}

/** Installs a .vsix into the data folder that the next start uses. Throws with the server's words. */
export function installVsix(vsix: string, dataFolder: string): void {
  installServer();
  const said = output(process.execPath, [entry, "--accept-server-license-terms", "--server-data-dir", dataFolder, "--install-extension", vsix, "--force"]);
  if (said === null || !/successfully installed/.test(said)) throw new Error(`The .vsix could not be installed: ${said ?? "the server failed"}`);
}

/** Settings for a quiet workbench; `theme` as VS Code names it. */
export function writeSettings(dataFolder: string, settings: Readonly<Record<string, unknown>>): void {
  const folder = path.join(dataFolder, "data", "Machine");
  mkdirSync(folder, { recursive: true });
  const quiet = { "workbench.startupEditor": "none", "chat.disableAIFeatures": false, "workbench.secondarySideBar.defaultVisibility": "hidden", "workbench.tips.enabled": false, "git.enabled": false, "extensions.ignoreRecommendations": true, "update.mode": "none" };
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify({ ...quiet, ...settings }, null, 2));
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
