import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach } from "vitest";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A workspace of its own with these files, gone after the test. */
export function workspace(contents: Readonly<Record<string, string | Buffer>>): WorkspaceFiles {
  const root = mkdtempSync(path.join(tmpdir(), "migrations-"));
  made.push(root);
  for (const [file, text] of Object.entries(contents)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return new WorkspaceFiles(root);
}

/** The same text for every name. */
export function filled(names: readonly string[], text = "SELECT 1;\n"): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, text]));
}
