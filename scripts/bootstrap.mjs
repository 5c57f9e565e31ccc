// Runs a script of this project on a fresh machine: installs what the lock file pins, then hands over to the pinned Node.
// Plain JavaScript without dependencies, because nothing is installed yet and the machine's Node may be 20.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);
const modules = path.join(root, "node_modules");
const stamp = path.join(modules, ".installed");
const lock = createHash("sha256").update(readFileSync(path.join(root, "package-lock.json"))).digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(`${modules} is a link to another folder, and npm ci would empty that folder. Nothing was installed: remove the link, or run npm ci where it leads.`);
    process.exit(1);
  }
  console.error("Installing what the lock file pins …");
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const installed = spawnSync(npm[0], [...npm.slice(1), "ci"], { cwd: root, stdio: ["ignore", 2, "inherit"] });
  if (installed.status !== 0) {
    console.error("npm ci failed; the lines above say why.");
    process.exit(installed.status ?? 1);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

const pinned = path.join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const own = Number(process.versions.node.split(".")[0]) >= 24 || !existsSync(pinned) ? process.execPath : pinned;
const version = spawnSync(own, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout.trim();
if (Number(version.split(".")[0]) < 22) {
  console.error(`Node ${version} is too old and the pinned one is not there; install Node 22 or newer.`);
  process.exit(1);
}
const run = spawnSync(own, ["--disable-warning=ExperimentalWarning", path.join(root, script), ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: [path.dirname(own), path.join(modules, ".bin"), process.env.PATH].join(path.delimiter) },
});
process.exit(run.status ?? 1);
