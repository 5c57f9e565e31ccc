import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ConnectionError } from "../../../core/errors.ts";

export interface NodeBinary {
  readonly file: string;
  /** Additions to the environment that make it behave as Node. */
  readonly env: Readonly<Record<string, string>>;
}

/** The driver needs Node-API 10; under an older one it takes the whole process down. */
const neededNapi = 10;

/**
 * A Node that can carry the driver: the one that runs this, the one that DATA_ENGINEER_NODE names, or that of the package "node".
 * Throws ConnectionError("driverMissing").
 */
export function findNode(env: NodeJS.ProcessEnv = process.env): NodeBinary {
  if (Number(process.versions.napi) >= neededNapi) {
    return { file: process.execPath, env: "electron" in process.versions ? { ELECTRON_RUN_AS_NODE: "1" } : {} };
  }
  const named = env["DATA_ENGINEER_NODE"];
  if (named !== undefined && named !== "") return { file: named, env: {} };
  const packaged = packagedNode(path.dirname(fileURLToPath(import.meta.url)));
  if (packaged !== null) return { file: packaged, env: {} };
  throw new ConnectionError("driverMissing", `SQLite's driver needs Node 22 or newer; this is Node ${process.versions.node}.`, {
    next: "Run it with Node >= 22, or set DATA_ENGINEER_NODE to the path of such a Node.",
  });
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
