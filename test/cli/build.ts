import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Builds `dist` where it is older than what it is made of, so that the tests run what is shipped. */
export function setup(): void {
  const built = statSync(path.join(root, "dist/cli.js"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const inside = (folder: string): string[] => readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file));
  const parts = ["esbuild.mjs", "package.json", "src", "webviews", ...inside("src"), ...inside("webviews")];
  if (parts.every((part) => statSync(path.join(root, part)).mtimeMs < built)) return;
  const { status, stderr } = spawnSync(process.execPath, ["esbuild.mjs"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`The build failed: ${stderr}`);
}
