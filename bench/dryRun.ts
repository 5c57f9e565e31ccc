import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { root, run } from "../scripts/machine/process.ts";
import { salesTable, writeHeavyMigration, writeHistory } from "./history/generate.ts";

const bounds = { ratio: 1.5, seconds: 12 };
/** Odd, so that the middle one is one that was measured. */
const rounds = 5;
const server = process.env["TEST_POSTGRES_URL"];
if (server === undefined) throw new Error("TEST_POSTGRES_URL is not set.");

const urlOf = (database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};
const query = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};
const timed = (command: string, args: readonly string[]): { seconds: number; output: string } => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd: folder, maxBuffer: 1e9, env: { ...process.env, PGOPTIONS: "" } });
  if (status !== 0) throw new Error(`${path.basename(command)} ended with ${status}: ${stderr.slice(-2000)}${stdout.slice(0, 2000)}`);
  return { seconds: (performance.now() - started) / 1000, output: stdout };
};
const dryRun = (target: string, database: string): { seconds: number; output: string } => timed(process.execPath, [path.join(root, "dist", "cli.js"), "dry-run", target, "--url", urlOf(database), "--format", "json"]);

run(process.execPath, ["esbuild.mjs", "--production"]);
const folder = mkdtempSync(path.join(tmpdir(), "bench-dry-run-"));
const databases = { base: `bench_base_${process.pid}`, copy: `bench_copy_${process.pid}`, history: `bench_history_${process.pid}` };
try {
  await query(server, `CREATE DATABASE ${databases.base}`, `CREATE DATABASE ${databases.history}`);
  await query(urlOf(databases.base), salesTable);
  const file = writeHeavyMigration(path.join(folder, "heavy"));
  const times: { dryRun: number; psql: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    // Each works on a fresh copy: an update that was rolled back leaves dead rows, which would slow the next one down.
    const measure = {
      psql: () => timed("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", urlOf(databases.copy), "-f", file]).seconds,
      dryRun: () => dryRun(path.relative(folder, file), databases.copy).seconds,
    };
    const seconds = { psql: 0, dryRun: 0 };
    // In turn, so that neither always comes first.
    for (const who of round % 2 === 0 ? (["psql", "dryRun"] as const) : (["dryRun", "psql"] as const)) {
      await query(server, `DROP DATABASE IF EXISTS ${databases.copy}`, `CREATE DATABASE ${databases.copy} TEMPLATE ${databases.base}`, "CHECKPOINT");
      seconds[who] = measure[who]();
    }
    times.push(seconds);
  }
  const ratio = times.map((one) => one.dryRun / one.psql).sort((a, b) => a - b)[(rounds - 1) / 2]!;
  console.log(`dry-run with verified rollback against psql running the same file: ${ratio.toFixed(2)} times (median of ${times.map((one) => `${one.dryRun.toFixed(2)} s / ${one.psql.toFixed(2)} s`).join(", ")}), bound ${bounds.ratio}`);

  writeHistory(path.join(folder, "history"), 300);
  const { seconds, output } = dryRun("history", databases.history);
  const { migrations } = (JSON.parse(output) as { data: { migrations: { rollback: { verified: boolean | null }; proof: string }[] } }).data;
  const verified = migrations.filter((one) => one.rollback.verified === true && one.proof === "transaction").length;
  console.log(`verified rollback of a history of 300 migrations: ${seconds.toFixed(1)} s, ${verified} of ${migrations.length} verified, ${(seconds / bounds.seconds).toFixed(2)} of its bound of ${bounds.seconds} s`);
  process.exitCode = ratio <= bounds.ratio && seconds <= bounds.seconds && verified === 300 ? 0 : 1;
} finally {
  for (const database of Object.values(databases)) await query(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  rmSync(folder, { recursive: true, force: true });
}
