import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { startPostgres } from "../scripts/machine/postgres.ts";

/** Runs every bench of this folder; each prints ratios measured in one run. */
const postgres = await startPostgres();
if (postgres === null) console.log("PostgreSQL could not be had; its figures are missing.");
const env = { ...process.env, ...(postgres === null ? {} : { TEST_POSTGRES_URL: postgres.url }) };
let failed = 0;
for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && name !== "all.ts").sort()) {
  console.log(`\n== ${file}`);
  if (spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", path.join(import.meta.dirname, file)], { stdio: "inherit", env }).status !== 0) failed++;
}
postgres?.stop();
process.exitCode = failed === 0 ? 0 : 1;
