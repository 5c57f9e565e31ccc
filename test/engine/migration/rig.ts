import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dryRun } from "../../../src/commands/migration/dryRun.ts";
import type { CommandContext } from "../../../src/commands/context.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { MigrationResult } from "../../../src/core/migration/result.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { ConnectOptions, Engine, Session } from "../../../src/engines/engine.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { leaveOut } from "../engines.ts";

const timeouts = { connect: 10_000, lock: 5_000, statement: 60_000, idleInTransaction: 60_000 };

/** A workspace folder and a database of its own, with what a test does to them. */
export interface Rig {
  readonly root: string;
  readonly files: WorkspaceFiles;
  readonly engine: Engine;
  /** A second connection that sees only what is committed. */
  readonly observer: Session;
  write(contents: Readonly<Record<string, string>>): void;
  /** Runs statements on the database for good. */
  seed(...statements: readonly string[]): Promise<void>;
  dryRun(target: string, options?: { readonly flags?: Record<string, string | true>; readonly mode?: CommandContext["mode"]; readonly signal?: AbortSignal; readonly shadowUrl?: string }): Promise<DryRunReport>;
  /** Fingerprint, rows of every table and sequence positions of the database as others see it. */
  state(): Promise<unknown>;
  close(): Promise<void>;
}

export interface DryRunReport extends ReportBody {
  readonly migrations: readonly MigrationResult[];
  readonly rules: readonly string[];
  readonly steps: readonly string[];
}

export async function sqliteRig(): Promise<Rig> {
  const root = mkdtempSync(path.join(tmpdir(), "dry-run-"));
  return openRig("sqlite", root, `sqlite:${path.join(root, "app.db")}`, async () => undefined);
}

/** `server`: a URL of a server where databases may be made. */
export async function postgresqlRig(server: string): Promise<Rig> {
  const engine = await loadEngine("postgresql");
  const name = `wt_migrate_${randomBytes(5).toString("hex")}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const administer = async (sql: string): Promise<void> => {
    const session = await engine.connect(optionsFor(server, tmpdir()));
    await session.run(sql);
    await session.close();
  };
  await administer(`CREATE DATABASE ${name}`);
  return openRig("postgresql", mkdtempSync(path.join(tmpdir(), "dry-run-")), url.href, () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

/** The PostgreSQL servers that the environment names. */
export function postgresqlServers(): { readonly name: string; readonly url: string }[] {
  leaveOut("dry-run", ["postgresql"]);
  return [["PostgreSQL", process.env["TEST_POSTGRES_URL"]], ["PostgreSQL 18", process.env["TEST_POSTGRES18_URL"]]].flatMap(([name, url]) => (name === undefined || url === undefined ? [] : [{ name, url }]));
}

function optionsFor(url: string, cwd: string, readOnly = false): ConnectOptions {
  return { url, cwd, readOnly, timeouts, signal: new AbortController().signal };
}

async function openRig(dialect: "sqlite" | "postgresql", root: string, url: string, drop: () => Promise<void>): Promise<Rig> {
  const engine = await loadEngine(dialect);
  if (dialect === "sqlite") writeFileSync(path.join(root, "app.db"), "");
  const observer = await engine.connect(optionsFor(url, root));
  const files = new WorkspaceFiles(root);
  return {
    root,
    files,
    engine,
    observer,
    write(contents) {
      for (const [file, text] of Object.entries(contents)) {
        mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
        writeFileSync(path.join(root, file), text);
      }
    },
    async seed(...statements) {
      for (const statement of statements) await observer.run(statement);
    },
    async dryRun(target, { flags = {}, mode = "ask", signal = new AbortController().signal, shadowUrl } = {}) {
      const session = await engine.connect({ ...optionsFor(url, root, mode === "explore"), ...(shadowUrl === undefined ? {} : { shadowUrl }) });
      const steps: string[] = [];
      const context: CommandContext = {
        cwd: root, files, mode, role: "development", dialect, signal,
        settings: { migrationFolders: [], timeouts, largeTableRows: 100_000 },
        language: async () => ({ engine }), session: async () => session, confirm: async () => undefined,
        ask: () => Promise.resolve(undefined),
        progress: (step) => steps.push(step.message), log: () => undefined, redact: (text) => text, now: () => new Date(),
        environment: { variables: {}, nodeVersion: process.version, nodeApi: Number(process.versions.napi) },
      };
      try {
        const body = await dryRun(context, { args: { path: target }, flags });
        return { ...body, migrations: body.data?.["migrations"] as unknown as readonly MigrationResult[], rules: (body.findings ?? []).map((finding) => finding.rule), steps };
      } finally {
        await session.close();
      }
    },
    async state() {
      const catalog = await observer.catalog();
      const rows: Record<string, unknown> = {};
      for (const table of catalog.tables) rows[`${table.schema}.${table.name}`] = (await observer.run(`SELECT * FROM ${engine.quoteObject(table)} ORDER BY 1`)).rows;
      const sequences = dialect === "postgresql" ? (await observer.run("SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2")).rows : [];
      return { fingerprint: fingerprint(catalog), rows, sequences };
    },
    async close() {
      await observer.close();
      await drop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
