import type { Catalog } from "../../catalog/catalog.ts";
import { shareWith } from "../../catalog/share.ts";
import type { Connection } from "../ports.ts";
import type { RunPlan } from "../plan.ts";
import { countLosses } from "./losses.ts";
import type { Loss } from "./losses.ts";
import { failedAt, isStatementError } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { failed, runHere } from "./runPlan.ts";
import type { PlanHooks } from "./runPlan.ts";
import { downToTry, downTrial } from "./trial.ts";
import type { DownTrial, Prepared, Trial } from "./trial.ts";

export interface TrialHooks {
  readonly signal: AbortSignal;
  /** When the dry-run began, in milliseconds since 1970. */
  readonly since: number;
  /** Before each statement of a migration. */
  step(prepared: Prepared, side: "up" | "down", statement: number): void;
}

/**
 * Tries migrations one after the other on the target itself, in one transaction that is rolled back: up, down, compare, then the down undone.
 * Goes on after a down script that fails or does not restore; stops at an up script that fails.
 */
export async function tryOnTarget(connection: Connection, migrations: readonly Prepared[], hooks: TrialHooks): Promise<Trial[]> {
  const trials: Trial[] = [];
  await connection.transaction("rollback", async () => {
    let before = await connection.catalog(hooks.signal);
    for (const prepared of migrations) {
      const trial = await connection.migrations.withOwnSettings(prepared.up.statements, () => tryOne(connection, prepared, before, hooks));
      trials.push(trial);
      if (trial.after === null) return;
      before = trial.after;
    }
  });
  return trials;
}

async function tryOne(connection: Connection, prepared: Prepared, before: Catalog, hooks: TrialHooks): Promise<Trial> {
  const losses: Loss[] = [];
  const up = await runHere(connection, prepared.up, {
    signal: hooks.signal,
    probe: true,
    before: async (statement, inTransaction) => {
      hooks.step(prepared, "up", prepared.up.statements.indexOf(statement));
      losses.push(...(await countLosses(connection, before, statement, inTransaction)));
    },
  });
  const base = { prepared, proof: "transaction" as const, before, losses };
  if (failed(up) !== undefined) return { ...base, up, after: null, down: null };
  const after = shareWith(before, await connection.catalog(hooks.signal));
  const late = await atEnd(connection, prepared.up, after, up);
  if (late !== null) return { ...base, up: late, after: null, down: null };
  const plan = downToTry(prepared);
  return { ...base, up, after, down: plan === null ? null : await tryDown(connection, plan, prepared, before, hooks) };
}

/** Runs the down script and compares; whatever it did is undone. */
export async function tryDown(connection: Connection, plan: RunPlan, prepared: Prepared, before: Catalog, hooks: TrialHooks): Promise<DownTrial> {
  let outcomes: Outcome[] = [];
  let catalog: Catalog | null = null;
  try {
    await connection.savepoint("undo", async () => {
      outcomes = await runHere(connection, plan, stepping(prepared, "down", hooks));
      if (failed(outcomes) === undefined) catalog = shareWith(before, await connection.catalog(hooks.signal));
    });
  } catch (error) {
    if (!isStatementError(error) || failed(outcomes) === undefined) throw error;
  }
  return downTrial(before, outcomes, catalog, hooks.since);
}

export function stepping(prepared: Prepared, side: "up" | "down", hooks: TrialHooks): PlanHooks {
  const plan = side === "up" ? prepared.up : prepared.down;
  return { signal: hooks.signal, probe: false, before: async (statement) => hooks.step(prepared, side, plan?.statements.indexOf(statement) ?? 0) };
}

/** What the commit would have refused, as the failure of the last statement; null where it would have passed. */
async function atEnd(connection: Connection, plan: RunPlan, after: Catalog, up: readonly Outcome[]): Promise<Outcome[] | null> {
  const last = up.at(-1);
  try {
    await connection.migrations.checkDeferred(after);
    return null;
  } catch (error) {
    if (last === undefined || !isStatementError(error)) throw error;
    return [...up.slice(0, -1), failedAt(plan, last, error)];
  }
}
