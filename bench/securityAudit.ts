import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CommandContext } from "../src/commands/context.ts";
import { securityAudit } from "../src/commands/security/securityAudit.ts";
import { WorkspaceFiles } from "../src/core/files/workspaceFiles.ts";
import type { Session } from "../src/engines/engine.ts";
import { loadEngine } from "../src/engines/load.ts";
import { auditedTables } from "./tables/auditedTables.ts";

/** A whole audit of 500 tables with mistakes, the 40 worst of them and their fixes tried, and by reading alone; seconds. */
const tables = 500;
const bound = 5;
const serverUrl = process.env["TEST_POSTGRES_URL"];
if (serverUrl === undefined) {
  console.log("No TEST_POSTGRES_URL: nothing was measured.");
  process.exit(0);
}

const signal = new AbortController().signal;
const timeouts = { connect: 10_000, lock: 10_000, statement: 0, idleInTransaction: 0 };
const engine = await loadEngine("postgresql");
const open = (url: string): Promise<Session> => engine.connect({ url, cwd: process.cwd(), readOnly: false, timeouts, signal });
const name = `de_bench_audit_${process.pid}`;
const server = await open(serverUrl);
await server.run(`CREATE DATABASE ${name} TEMPLATE template0`);
const folder = mkdtempSync(path.join(tmpdir(), "bench-audit-"));
try {
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const maker = await open(url);
  for (const statement of auditedTables(tables)) await maker.run(statement);
  await maker.close();
  for (const flags of [{ "no-witness": true as const }, {}]) {
    const seconds: number[] = [];
    let told = "";
    for (let round = 0; round < 3; round++) {
      const session = await open(url);
      const start = performance.now();
      const report = await securityAudit(contextFor(session), { args: { scope: "full" }, flags });
      seconds.push((performance.now() - start) / 1000);
      await session.close();
      const witness = report.data?.["witness"] as { readonly tried: number; readonly proven: readonly string[] };
      told = `${report.findings?.length} findings, ${witness.tried} tried, ${witness.proven.length} fixes proven`;
    }
    const best = Math.min(...seconds);
    console.log(`security-audit full${"no-witness" in flags ? " --no-witness" : ""}: ${tables} tables, ${told}: ${best.toFixed(2)} s of at most ${bound}`);
    if (best > bound) process.exitCode = 1;
  }
} finally {
  await server.run(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

function contextFor(session: Session): CommandContext {
  return {
    cwd: folder, files: new WorkspaceFiles(folder), mode: "ask", role: "development", dialect: "postgresql", signal,
    settings: { migrationFolders: [], timeouts, largeTableRows: 100_000 },
    language: () => Promise.resolve({ engine }), session: () => Promise.resolve(session), confirm: () => Promise.resolve(),
    ask: () => Promise.resolve(undefined),
    progress: () => undefined, log: () => undefined, redact: (text) => text, now: () => new Date(),
    environment: { variables: {}, nodeVersion: process.version, nodeApi: Number(process.versions.napi) },
  };
}
