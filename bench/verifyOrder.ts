import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadModule, parseSync } from "libpg-query";
import type { CommandContext } from "../src/commands/context.ts";
import { verifyOrder } from "../src/commands/migration/verifyOrder.ts";
import { WorkspaceFiles } from "../src/core/files/workspaceFiles.ts";
import { loadEngine } from "../src/engines/load.ts";
import { writeMigrations } from "./history/migrationFiles.ts";

/** verify-order over 1,500 files and 1.3 MB, beside the bare parser on the same files; both read them. */
const bound = 2;
const folder = mkdtempSync(path.join(tmpdir(), "verify-order-"));
const { files, bytes, lastTable } = writeMigrations(folder, 1500, 1_300_000);

await loadModule();
const context: CommandContext = {
  cwd: folder, files: new WorkspaceFiles(folder), mode: "explore", role: "development", dialect: "postgresql", signal: new AbortController().signal,
  settings: { migrationFolders: [], timeouts: { connect: 0, lock: 0, statement: 0, idleInTransaction: 0 }, largeTableRows: 0 },
  language: async () => ({ engine: await loadEngine("postgresql") }), session: () => Promise.reject(new Error("verify-order asks no server.")), confirm: () => Promise.resolve(),
  ask: () => Promise.resolve(undefined),
  progress: () => undefined, log: () => undefined, redact: (text) => text, now: () => new Date(), environment: { variables: {}, nodeVersion: process.version, nodeApi: Number(process.versions.napi) },
};

const bare: number[] = [];
const verify: number[] = [];
for (let round = 0; round < 15; round++) {
  let start = performance.now();
  for (const file of files) parseSync(readFileSync(path.join(folder, file), "utf8"));
  bare.push(performance.now() - start);
  start = performance.now();
  const report = await verifyOrder(context, { args: { path: "." }, flags: {} });
  verify.push(performance.now() - start);
  const found = report.findings ?? [];
  if (found.length !== 1 || found[0]?.object !== lastTable) throw new Error(`One misplaced use of ${lastTable} was to be found, not ${JSON.stringify(found.slice(0, 3))}`);
}
rmSync(folder, { recursive: true, force: true });

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
const ratio = median(verify.map((time, round) => time / bare[round]!));
console.log(`verify-order: ${files.length} files, ${(bytes / 1e6).toFixed(2)} MB: ${median(verify).toFixed(0)} ms, bare parser ${median(bare).toFixed(0)} ms, ratio ${ratio.toFixed(2)} of at most ${bound}`);
process.exitCode = ratio <= bound ? 0 : 1;
