import type { Catalog } from "../../catalog/catalog.ts";
import { shareWith } from "../../catalog/share.ts";
import type { Connection, ShadowConnection } from "../ports.ts";
import type { Proof } from "../result.ts";
import type { RunPlan } from "../runnable.ts";
import { countLosses } from "./losses.ts";
import type { Loss } from "./losses.ts";
import { stepping } from "./onTarget.ts";
import type { TrialHooks } from "./onTarget.ts";
import type { Outcome } from "./outcome.ts";
import { failed, runHere, runSteps } from "./runPlan.ts";
import { downToTry, downTrial } from "./trial.ts";
import type { DownTrial, Health, Prepared, Trial } from "./trial.ts";

/** Makes a fresh shadow as the trials found it; the one before is dropped by its maker. */
export type MakeShadow = () => Promise<ShadowConnection>;

/**
 * Tries migrations one after the other on a disposable database, for real: each is committed, its down script is run and compared, and undone.
 * A down script that cannot be undone is run for good; the migration is then brought back by running it again, on a fresh shadow if need be.
 */
export async function tryOnShadow(opened: ShadowConnection, make: MakeShadow, migrations: readonly Prepared[], proof: Proof, hooks: TrialHooks): Promise<Trial[]> {
  const trials: Trial[] = [];
  let connection = opened.session;
  let before = await connection.catalog(hooks.signal);
  let health = await healthOf(connection, hooks.signal);
  for (const [at, prepared] of migrations.entries()) {
    const start = { prepared, proof, before, losses: [] as Loss[] };
    const up = await runUp(connection, prepared, before, start.losses, hooks);
    if (failed(up) !== undefined) return [...trials, { ...start, up, after: null, down: null }];
    const after = shareWith(before, await connection.catalog(hooks.signal));
    const healthAfter = await healthOf(connection, hooks.signal);
    const plan = downToTry(prepared);
    const { down, dirty } = plan === null ? { down: null, dirty: false } : await tryDown(connection, prepared, plan, before, hooks);
    trials.push({ ...start, up, after, down, ...(health === null || healthAfter === null ? {} : { health: { before: health, after: healthAfter } }) });
    if (dirty && at < migrations.length - 1) connection = await replayed(make, migrations.slice(0, at + 1), hooks);
    before = after;
    health = healthAfter;
  }
  return trials;
}

async function runUp(connection: Connection, prepared: Prepared, before: Catalog, losses: Loss[], hooks: TrialHooks): Promise<Outcome[]> {
  return connection.migrations.withOwnSettings(prepared.up.statements, () =>
    runSteps(connection, prepared.up, {
      signal: hooks.signal,
      probe: true,
      before: async (statement, inTransaction) => {
        hooks.step(prepared, "up", prepared.up.statements.indexOf(statement));
        losses.push(...(await countLosses(connection, before, statement, inTransaction)));
      },
    }),
  );
}

/** `dirty`: the shadow is no longer as the up script left it. */
async function tryDown(connection: Connection, prepared: Prepared, plan: RunPlan, before: Catalog, hooks: TrialHooks): Promise<{ down: DownTrial; dirty: boolean }> {
  if (plan.steps.every((step) => step.transactional)) {
    const down = await connection.transaction("rollback", async () => {
      const outcomes = await runHere(connection, plan, stepping(prepared, "down", hooks));
      return downTrial(before, outcomes, failed(outcomes) === undefined ? shareWith(before, await connection.catalog(hooks.signal)) : null, hooks.since);
    });
    return { down, dirty: false };
  }
  if (connection.migrations.trial === "copy") {
    const copy = await connection.shadow({ data: "copy", signal: hooks.signal });
    try {
      return { down: await downForReal(copy.session, prepared, plan, before, hooks), dirty: false };
    } finally {
      await copy.drop();
    }
  }
  return { down: await connection.migrations.withOwnSettings(plan.statements, () => downForReal(connection, prepared, plan, before, hooks)), dirty: true };
}

async function downForReal(connection: Connection, prepared: Prepared, plan: RunPlan, before: Catalog, hooks: TrialHooks): Promise<DownTrial> {
  const outcomes = await runSteps(connection, plan, stepping(prepared, "down", hooks));
  return downTrial(before, outcomes, failed(outcomes) === undefined ? shareWith(before, await connection.catalog(hooks.signal)) : null, hooks.since);
}

/** A fresh shadow on which these migrations, which all passed before, are run again. */
async function replayed(make: MakeShadow, migrations: readonly Prepared[], hooks: TrialHooks): Promise<Connection> {
  const { session } = await make();
  for (const prepared of migrations) await session.migrations.withOwnSettings(prepared.up.statements, () => runSteps(session, prepared.up, { signal: hooks.signal, probe: false }));
  return session;
}

/** Row counts and integrity, where the shadow holds everything. */
async function healthOf(connection: Connection, signal: AbortSignal): Promise<Health | null> {
  if (connection.migrations.trial !== "copy") return null;
  return { rows: await connection.countRows(signal), problems: await connection.integrity(signal) };
}
