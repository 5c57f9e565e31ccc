import { existsSync } from "node:fs";
import path from "node:path";
import Driver from "better-sqlite3";
import { neededNapi } from "../protocol.ts";
import type { OpenInput } from "../protocol.ts";

const forEver = 0x7fffffff;

/** Opens a database file with the driver; `create` makes a missing one. */
export function openDatabase(input: Pick<OpenInput, "file" | "create" | "readOnly" | "lockTimeout">): Driver.Database {
  if (Number(process.versions.napi) < neededNapi) throw new OldNodeError();
  const binding = shippedBinding();
  return new Driver(input.file, {
    readonly: input.readOnly,
    fileMustExist: !input.create,
    timeout: input.lockTimeout === 0 ? forEver : input.lockTimeout,
    ...(binding === undefined ? {} : { nativeBinding: binding }),
  });
}

/** This Node is too old for the driver. */
export class OldNodeError extends Error {
  readonly code = "OLD_NODE";
  constructor() {
    super(`SQLite's driver needs Node 22 or newer; DATA_ENGINEER_NODE names Node ${process.versions.node}.`);
  }
}

/** The binary that lies beside the built worker; from source the driver finds its own. */
function shippedBinding(): string | undefined {
  const libc = process.platform === "linux" && !usesGlibc() ? "linuxmusl" : process.platform;
  const file = path.join(path.dirname(process.argv[1] ?? ""), "prebuilds", `${libc}-${process.arch}.node`);
  return existsSync(file) ? file : undefined;
}

function usesGlibc(): boolean {
  const report = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}
