import { spawn } from "node:child_process";
import path from "node:path";
import type { DriverOrder } from "./applyDriver.ts";

export interface DriverEnd {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Applies, or does what another driver does, in a process of its own, which may be told to kill itself. */
export function drive(order: DriverOrder, driver = "applyDriver.ts"): Promise<DriverEnd> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, driver), JSON.stringify(order)], { stdio: ["ignore", "pipe", "pipe"] });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, output, errors }));
  });
}
