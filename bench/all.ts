import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { startServers } from "../scripts/machine/servers.ts";

/** Runs every bench of this folder; each prints ratios measured in one run. */
const servers = await startServers();
for (const name of servers.missing) console.log(`${name} could not be had; its figures are missing.`);
let failed = 0;
try {
  for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && name !== "all.ts").sort()) {
    console.log(`\n== ${file}`);
    if (spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", path.join(import.meta.dirname, file)], { stdio: "inherit" }).status !== 0) failed++;
  }
} finally {
  await servers.stop();
}
process.exitCode = failed === 0 ? 0 : 1;
