import { writeFileSync } from "node:fs";
import * as vscode from "vscode";

/** Times the activation; written as `{ milliseconds }`. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension("data-engineer.data-engineer");
  if (extension === undefined) throw new Error("The extension is not there.");
  if (extension.isActive) throw new Error("It was active before it was asked for.");
  const began = performance.now();
  await extension.activate();
  const milliseconds = performance.now() - began;
  writeFileSync(process.env["DATA_ENGINEER_RESULTS"] ?? "", JSON.stringify({ milliseconds }));
}
