import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ConnectionError } from "../../../core/errors.ts";
import { neededNapi } from "../protocol.ts";

export interface NodeBinary {
  readonly file: string;
  /** Additions to the environment that make it behave as Node. */
  readonly env: Readonly<Record<string, string>>;
}

/** The program that runs this, as far as it matters here. */
export interface Host {
  readonly napi: number;
  readonly node: string;
  readonly execPath: string;
  readonly electron: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the search for the package "node" starts. */
  readonly folder: string;
}

/**
 * A Node that can carry the driver: the one that runs this, the one that DATA_ENGINEER_NODE names, or that of the package "node".
 * Throws ConnectionError("driverMissing").
 */
export function findNode(host: Host = thisHost()): NodeBinary {
  if (host.napi >= neededNapi) return { file: host.execPath, env: host.electron ? { ELECTRON_RUN_AS_NODE: "1" } : {} };
  const named = host.env["DATA_ENGINEER_NODE"];
  if (named !== undefined && named !== "") return { file: named, env: {} };
  const packaged = packagedNode(host.folder);
  if (packaged !== null) return { file: packaged, env: {} };
  throw new ConnectionError("driverMissing", `SQLite's driver needs Node 22 or newer; this is Node ${host.node}.`, {
    next: "Run it with Node >= 22, or set DATA_ENGINEER_NODE to the path of such a Node.",
  });
}

function thisHost(): Host {
  return {
    napi: Number(process.versions.napi),
    node: process.versions.node,
    execPath: process.execPath,
    electron: "electron" in process.versions,
    env: process.env,
    folder: path.dirname(fileURLToPath(import.meta.url)),
  };
}

function packagedNode(from: string): string | null {
  const name = process.platform === "win32" ? "node.exe" : "node";
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, "node_modules", "node", "bin", name);
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) return null;
  }
}

/** The child's program: the source beside this folder, or the built one, up to two folders above a chunk. */
export function findWorker(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = [path.join(here, "..", "worker.ts"), path.join(here, "sqliteWorker.js"), path.join(here, "..", "sqliteWorker.js")];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new ConnectionError("driverMissing", "The program of SQLite's child process (sqliteWorker.js) is missing.", { next: "Install the extension again, or run npm run build." });
  return found;
}
