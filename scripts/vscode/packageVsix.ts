import { mkdirSync } from "node:fs";
import path from "node:path";
import { root, run } from "../machine/process.ts";
import { writeNotices } from "./notices.ts";

/** Packages the extension; returns the .vsix file's path. */
export function packageVsix(): string {
  const file = path.join(root, "out", "data-engineer.vsix");
  writeNotices();
  mkdirSync(path.dirname(file), { recursive: true });
  run(process.execPath, [path.join(root, "node_modules", "@vscode", "vsce", "vsce"), "package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", file]);
  return file;
}
