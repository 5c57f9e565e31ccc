import { isDataEngineerError } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";
import type { Migration } from "../migration.ts";
import type { Connection, ShadowConnection } from "../ports.ts";
import { readMigrationText } from "../readText.ts";
import { planRun } from "../runnable.ts";
import type { RunnableStatement } from "../plan.ts";
import { onShadow } from "./withShadows.ts";
import { tryOnTarget } from "./onTarget.ts";
import type { TrialHooks } from "./onTarget.ts";
import { advancedSince, sequencePositions } from "./sequences.ts";
import { obstacleOf } from "./route.ts";
import type { Obstacle } from "./route.ts";
import { failed } from "./runPlan.ts";
import type { Prepared, Trial } from "./trial.ts";

export interface DryRunRequest extends Omit<TrialHooks, "since"> {
  readonly connection: Connection;
  /** In their order. */
  readonly migrations: readonly Prepared[];
  /** "empty": on a database without anything, so that the whole history can be tried. */
  readonly from: "target" | "empty";
}

/** What a dry-run saw. Migrations after one that failed have no trial. */
export interface DryRun {
  readonly trials: readonly Trial[];
  /** Set where something could not be tried on the target: what it was. */
  readonly obstacle: Obstacle | null;
  /** The disposable database that was used, in words. */
  readonly shadow: Pick<ShadowConnection, "form" | "label"> | null;
  /** Set where the disposable database is a server of another major version than the target: both versions. */
  readonly otherVersion?: { readonly shadow: string; readonly target: string } | null;
  /** Set where something was not executed though nothing before it failed: from which migration on, and why. */
  readonly unproven: { readonly at: Prepared; readonly statement: RunnableStatement | null; readonly why: string } | null;
  /** Sequences of the target that moved on meanwhile: their numbers are the one thing that no rollback gives back. */
  readonly advanced?: readonly string[];
}

/** Reads and plans the scripts of a migration for a server. Throws FileError (template, missing, …). */
export async function prepare({ engine, facts }: Pick<Connection, "engine" | "facts">, files: WorkspaceFiles, migration: Migration): Promise<Prepared> {
  const up = planRun(engine, await readMigrationText(files, migration.up), migration.up.noTransaction, facts);
  const down = migration.down === null ? null : planRun(engine, await readMigrationText(files, migration.down), migration.down.noTransaction, facts);
  return { migration, up, down };
}

/**
 * Executes migrations without leaving anything behind: PostgreSQL in one transaction on the target that is rolled back, or on a scratch database
 * where a transaction cannot hold them; SQLite on a copy. Throws ConnectionError, CancelledError and what reading the catalog may throw.
 */
export async function executeDryRun(asked: DryRunRequest): Promise<DryRun> {
  const request = { ...asked, since: Date.now() };
  const { connection } = request;
  const runnable = request.migrations.slice(0, firstRefused(request.migrations));
  if (runnable.length === 0) return { trials: [], obstacle: null, shadow: null, unproven: null };
  if (connection.migrations.trial !== "transaction" || request.from === "empty") return shadowed(request, runnable, null);
  const obstacle = firstObstacle(connection, runnable);
  if (obstacle !== null) return shadowed(request, runnable, obstacle);
  const positions = await sequencePositions(connection, runnable);
  const trials = await tryOnTarget(connection, runnable, request);
  const found = lateObstacle(trials);
  if (found !== null) return shadowed(request, runnable, found);
  return { trials, obstacle: null, shadow: null, unproven: null, advanced: await advancedSince(connection, positions) };
}

/** On a shadow; where none can be had, on the target as far as a transaction holds. */
async function shadowed(request: DryRunRequest & TrialHooks, runnable: readonly Prepared[], obstacle: Obstacle | null): Promise<DryRun> {
  const { connection } = request;
  try {
    const { trials, shadow, beyond } = await onShadow(connection, runnable, request);
    const { version: target } = connection.facts;
    const otherVersion = major(shadow.version) !== major(target) ? { shadow: shadow.version, target } : null;
    return { trials, obstacle, shadow, otherVersion, unproven: beyond === null ? null : outlasting(connection, beyond) };
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind === "cancelled" || request.signal.aborted) throw error;
    const provable = obstacle === null || connection.facts.readOnly ? [] : runnable.slice(0, runnable.indexOf(obstacle.prepared));
    const trials = provable.length === 0 ? [] : await tryOnTarget(connection, provable, request);
    const need = obstacle === null ? "it needs a shadow database" : `${obstacle.why}, so it needs a shadow database`;
    const stopped = runnable[trials.length] ?? runnable[0]!;
    return { trials, obstacle, shadow: null, unproven: { at: stopped, statement: obstacle?.prepared === stopped ? obstacle.statement : null, why: `${need}, and none could be had: ${error.message}${error.next === undefined ? "" : ` ${error.next}`}` } };
  }
}

function major(version: string): string {
  return version.split(".", 1)[0] ?? version;
}

function outlasting(connection: Connection, { at, statement }: { readonly at: Prepared; readonly statement: RunnableStatement | null }): DryRun["unproven"] {
  const verb = statement?.facts?.verb ?? "a statement";
  const reach = connection.migrations.trial === "copy" ? "reaches other files" : "reaches beyond this database (the server, its files, or another database by its name)";
  return { at, statement, why: `${verb} ${reach}, so that its effects would outlast the disposable database. Leave out the name of a database that is this one; move the rest into a script of its own` };
}

function firstObstacle(connection: Connection, migrations: readonly Prepared[]): Obstacle | null {
  for (const [at, prepared] of migrations.entries()) {
    const obstacle = obstacleOf(connection, prepared, migrations.slice(0, at));
    if (obstacle !== null) return obstacle;
  }
  return null;
}

/** A migration that is refused before anything runs, and all after it, are not tried. */
function firstRefused(migrations: readonly Prepared[]): number {
  const at = migrations.findIndex((one) => one.up.refusals.length > 0);
  return at === -1 ? migrations.length : at;
}

/** SQLSTATEs that a transaction around all migrations brings about, and that applying them one by one does not. */
const byOneTransaction: Readonly<Record<string, string>> = {
  "55P04": "it uses an enum value that must be committed first",
  "53200": "all migrations in one transaction hold more locks than the server has room for",
};

/** What only running the scripts showed: they cannot be tried in one transaction. */
function lateObstacle(trials: readonly Trial[]): Obstacle | null {
  for (const { prepared, up, down } of trials) {
    for (const [plan, outcomes] of [[prepared.up, up], [prepared.down, down?.outcomes ?? []]] as const) {
      const found = failed(outcomes);
      const why = byOneTransaction[found?.failure?.code ?? ""];
      if (plan !== null && found !== undefined && why !== undefined) return { prepared, plan, statement: found.statement, why };
    }
  }
  return null;
}
