import type { Catalog } from "../../../core/catalog/catalog.ts";
import { counted } from "../../../core/counted.ts";
import { prepare } from "../../../core/migration/dryRun/dryRun.ts";
import { obstacleOf } from "../../../core/migration/dryRun/route.ts";
import type { Prepared } from "../../../core/migration/dryRun/trial.ts";
import type { Finding } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { select } from "../../migration/selection.ts";
import { homeOf } from "../../migration/write/migrationFiles.ts";
import { runAll } from "./prove.ts";

/** The migrations that wait in the folder where a new one goes, in their order: they run before it. Throws MigrationError where one was interrupted. */
export async function pendingBefore(context: CommandContext, session: Session): Promise<Prepared[]> {
  const home = await homeOf(context.files, context.settings);
  if (home === null) return [];
  const { wanted } = await select(session, context.files, home.folder, { to: undefined, all: false });
  return Promise.all(wanted.map(async (migration): Promise<Prepared> => ({ ...(await prepare(session, context.files, { ...migration, down: null })), alone: true })));
}

/** The schema that a new migration will find. */
export interface Found {
  readonly catalog: Catalog;
  /** The pending migrations that ran for it. */
  readonly after: readonly Prepared[];
  /** Why they did not run, where they did not. */
  readonly findings: readonly Finding[];
}

/** Inside a trial: runs what waits before a new migration, so that this one is designed for the schema that it will find. Where that cannot be, the schema is as it is now, and a finding says so. */
export async function schemaAfter(trial: Session, session: Session, pending: readonly Prepared[], signal: AbortSignal): Promise<Found> {
  const asItIs = async (why: string): Promise<Found> => ({ catalog: await session.catalog(signal), after: [], findings: pending.length === 0 ? [] : [notLookedAt(pending, why)] });
  if (pending.length === 0) return asItIs("");
  if (trial.migrations.undoes !== "structure") return asItIs("they cannot be tried and undone here");
  for (const [at, one] of pending.entries()) {
    const why = one.up.refusals[0]?.message ?? obstacleOf(session, one, pending.slice(0, at))?.why;
    if (why !== undefined) return asItIs(`${one.migration.version}: ${why}`);
  }
  const refused = await runAll(trial, pending.flatMap(({ up }) => up.statements.map(({ sql }) => sql)), signal);
  if (refused !== null) return asItIs(`the server refuses ${refused.statement.split("\n", 1)[0]!.slice(0, 80)}: ${refused.error.message}`);
  const names = pending.map(({ migration }) => migration.version);
  const finding: Finding = { rule: "policy/after-pending", severity: "info", message: `Designed and tried after ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}, which ${names.length === 1 ? "waits" : "wait"} to be applied before it.` };
  return { catalog: await trial.catalog(signal), after: pending, findings: [finding] };
}

function notLookedAt(pending: readonly Prepared[], why: string): Finding {
  const [first] = pending;
  return { rule: "policy/pending", severity: "warning", message: `${counted(pending.length, "migration")} (${pending.slice(0, 3).map(({ migration }) => migration.version).join(", ")}${pending.length > 3 ? ", …" : ""}) ${pending.length === 1 ? "waits" : "wait"} to be applied and ${pending.length === 1 ? "was" : "were"} not looked at: ${why}. This is for the database as it is now. Apply what waits first where it makes or changes these tables.`, ...(first === undefined ? {} : { file: first.migration.up.file }) };
}
