import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { applyMigrations, type ApplyEnd, type ApplyRequest, type ToApply } from "../../../src/core/migration/apply.ts";
import { readMigrationFolder } from "../../../src/core/migration/readFolder.ts";
import { readMigrationText } from "../../../src/core/migration/readText.ts";
import { planRun } from "../../../src/core/migration/runnable.ts";
import type { Engine, Session } from "../../../src/engines/engine.ts";

export const never = new AbortController().signal;
export const timeouts = { connect: 10_000, lock: 5_000, statement: 60_000, idleInTransaction: 60_000 };

/** A folder of its own with these files; removed by `remove`. */
export async function makeWorkspace(texts: Readonly<Record<string, string>>): Promise<{ readonly files: WorkspaceFiles; readonly remove: () => Promise<void> }> {
  const root = await mkdtemp(path.join(tmpdir(), "apply-"));
  const files = new WorkspaceFiles(root);
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(path.dirname(files.absolute(name)), { recursive: true });
    await writeFile(files.absolute(name), text);
  }
  return { files, remove: () => rm(root, { recursive: true, force: true }) };
}

export function openSession(engine: Engine, url: string, cwd: string, limits: Partial<typeof timeouts> = {}): Promise<Session> {
  return engine.connect({ url, cwd, readOnly: false, timeouts: { ...timeouts, ...limits }, signal: never });
}

/** The migrations of `migrations/` as they run. */
export async function toApply(files: WorkspaceFiles, engine: Engine): Promise<ToApply[]> {
  const { migrations } = await readMigrationFolder(files, "migrations");
  return Promise.all(migrations.map(async (migration) => ({ migration, up: planRun(engine, await readMigrationText(files, migration.up), migration.up.noTransaction) })));
}

export async function applyAll(files: WorkspaceFiles, session: Session, more: Partial<ApplyRequest> = {}): Promise<ApplyEnd> {
  return applyMigrations({
    files, connection: session, migrations: await toApply(files, session.engine), resume: null, lockWaitMs: 20_000,
    now: () => new Date(), signal: never, onEvent: () => undefined, ...more,
  });
}
