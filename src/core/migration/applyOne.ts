import { rm } from "node:fs/promises";
import type { Catalog } from "../catalog/catalog.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import { isDataEngineerError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import type { RestorableConnection } from "../snapshot/connection.ts";
import type { TakenSnapshot } from "../snapshot/create.ts";
import { planKeep } from "../snapshot/keepPlan.ts";
import { adoptOwn, openAside } from "../snapshot/keptAside.ts";
import { takeSafetySnapshot } from "../snapshot/safety.ts";
import { statementsFile, statementSums } from "./asRun.ts";
import { countedDone, execute, type ExecutionEnd, type ExecutionEvent } from "./execute.ts";
import type { MigrationAdapter } from "./adapter.ts";
import { together } from "./together.ts";
import type { HistoryWriter } from "./historyTable.ts";
import type { Migration } from "./migration.ts";
import type { StatementResult } from "./result.ts";
import type { RunnableStatement, RunPlan } from "./plan.ts";
import type { Settled } from "./settled.ts";

/** What all migrations of one apply share. */
export interface ApplyRoom {
  readonly files: WorkspaceFiles;
  readonly connection: RestorableConnection;
  readonly history: HistoryWriter;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly onEvent: (migration: Migration, event: ExecutionEvent) => void;
}

export interface OneToApply {
  readonly migration: Migration;
  readonly up: RunPlan;
  /** The first statement to run; more than 0 where an interrupted one is finished. */
  readonly from: number;
  /** The schema now. */
  readonly before: Catalog;
  /** The snapshot that already lies before this migration, if any; a migration that destroys or cannot run in one transaction gets its own. */
  readonly covered: string | null;
}

export interface AppliedOne {
  readonly statements: readonly StatementResult[];
  readonly snapshot: TakenSnapshot | null;
  /** The schema afterwards; null where it failed. */
  readonly after: Catalog | null;
  /** Statements whose effects stand. */
  readonly done: number;
  readonly error?: unknown;
  /** What was found and removed after a failure outside of a transaction. */
  readonly note?: string;
  /** What a statement changed or removed and its snapshot does not hold, in words. */
  readonly unkept: readonly string[];
}

/** True where the whole script stands or falls in one transaction. */
export function isAtomic(plan: RunPlan, { undoes }: Pick<MigrationAdapter, "undoes">): boolean {
  return undoes !== "nothing" && plan.steps.length <= 1 && plan.steps.every((step) => step.transactional);
}

/** Runs one migration and keeps the history true all along: it is on record as running before its first statement, and as applied in the transaction of its last. */
export async function applyOne(room: ApplyRoom, one: OneToApply): Promise<AppliedOne> {
  const { connection, history, signal } = room;
  const { version, name, checksum } = one.migration;
  const atomic = isAtomic(one.up, connection.migrations);
  const destroys = one.up.statements.flatMap((statement) => statement.facts?.destroys ?? []);
  const keep = planKeep(one.before, destroys);
  const opaque = one.up.statements.some(({ facts }) => facts?.opaque === true);
  const takes = one.from === 0 && (one.covered === null || keep.length > 0 || !atomic);
  const restoreSettings = await connection.migrations.rememberSettings();
  const started = performance.now();
  const began = room.now();
  let snapshot: TakenSnapshot | null = null;
  let after: Catalog | null = null;
  let unkept: readonly string[] = [];
  const take = async (): Promise<void> => {
    if (snapshot !== null) await discard(room.files, snapshot);
    const catalog = await connection.catalog(signal);
    snapshot = await takeSafetySnapshot(room.files, connection, { label: `before-${version}_${name}`, reason: "beforeApply", catalog, keep: planKeep(catalog, destroys), extras: { [statementsFile]: `${JSON.stringify(statementSums(one.up))}\n` }, now: began, signal });
  };
  const adopt = async (): Promise<void> => {
    if (snapshot === null || !opaque) return;
    const adopted = await adoptOwn(room.files.absolute(snapshot.folder), snapshot.manifest);
    snapshot = { ...snapshot, manifest: adopted.manifest };
    unkept = [...unkept, ...adopted.unkept];
  };
  if (takes && !atomic) await together(connection, take);
  if (one.from === 0) await history.begin({ version, name, checksum, appliedAt: began.toISOString(), snapshotId: idOf(snapshot) ?? one.covered });
  const end = await execute({
    connection, plan: one.up, from: one.from, signal,
    onEvent: (event) => room.onEvent(one.migration, event),
    ...(takes && atomic ? { onBegin: async () => {
      await take();
      await history.snapshotTaken(version, idOf(snapshot) ?? "");
    } } : {}),
    keepIn: () => (snapshot === null ? Promise.resolve(null) : openAside(room.files.absolute(snapshot.folder))),
    record: async (done, last) => {
      await adopt();
      if (!last) return history.advance(version, done);
      after = await connection.catalog(signal);
      await history.finish(version, { outcome: "applied", checksum, durationMs: performance.now() - started, statementsDone: done, fingerprint: fingerprint(after) });
    },
  });
  if (!("error" in end)) {
    await restoreSettings();
    return { statements: end.results, snapshot, after, done: end.done, unkept };
  }
  await adopt();
  const failure = await recordFailure(room, one, end, performance.now() - started);
  if (!isLost(end.error)) await restoreSettings();
  if (snapshot !== null && atomic && !isLost(end.error)) {
    await discard(room.files, snapshot);
    snapshot = null;
  }
  return { statements: end.results, snapshot, after: null, error: end.error, done: failure.done, unkept, ...(failure.note === undefined ? {} : { note: failure.note }) };
}

/**
 * Puts a failure on record; over a lost connection nothing can be written, and the next run recognises the row that still says "running".
 * So it does where halves could not be removed now.
 */
async function recordFailure(room: ApplyRoom, one: OneToApply, end: ExecutionEnd, durationMs: number): Promise<{ readonly done: number; readonly note?: string }> {
  if (isLost(end.error)) return { done: end.done };
  const settled = end.unsettled === undefined ? undefined : await settleOrLeave(room.connection, end.unsettled, one.before);
  // Where each DDL statement stands or falls by itself, what the server refused was not done, whatever is there.
  const wasDone = settled?.state === "done" && (!isRefused(end.error) || room.connection.migrations.undoes === "structure");
  const done = wasDone ? end.done + 1 : countedDone(one.up, end.done);
  const unsettled = settled?.state === "left" || (settled?.state === "unknown" && !(isRefused(end.error) && fallsAsAWhole(end.unsettled)));
  await room.history.finish(one.migration.version, { outcome: unsettled ? "running" : "failed", durationMs, statementsDone: done, fingerprint: null });
  return { done, ...(settled === undefined ? {} : { note: settled.note }) };
}

async function settleOrLeave(connection: RestorableConnection, statement: RunnableStatement, before: Catalog): Promise<{ readonly state: Settled["state"] | "left"; readonly note: string }> {
  try {
    return await connection.migrations.settle(statement, before);
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind !== "statement") throw error;
    return { state: "left", note: `What it left half done could not be removed now (${error.message}); the next run with --resume does it.` };
  }
}

/** A change of structure that the server refused did nothing, even where nothing tells; a procedure, a block or a module may have done something first. */
function fallsAsAWhole(statement: RunnableStatement | undefined): boolean {
  return statement?.facts?.kind === "ddl" && statement.facts.opaque !== true;
}

function isRefused(error: unknown): boolean {
  return isDataEngineerError(error) && error.kind === "statement";
}

function isLost(error: unknown): boolean {
  return isDataEngineerError(error) && error.kind === "connection";
}

function idOf(snapshot: TakenSnapshot | null): string | null {
  return snapshot?.manifest.id ?? null;
}

async function discard(files: WorkspaceFiles, snapshot: TakenSnapshot): Promise<void> {
  await rm(files.absolute(snapshot.folder), { recursive: true, force: true });
}
