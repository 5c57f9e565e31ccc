import type { Catalog } from "../../catalog/catalog.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import { qualified } from "../../catalog/objects.ts";
import { shareWith } from "../../catalog/share.ts";
import type { Connection, ShadowConnection } from "../ports.ts";
import type { Proof } from "../result.ts";
import type { RunnableStatement, RunPlan } from "../plan.ts";
import { contentsBefore, contentsDiffer, type ContentsBefore } from "./contents.ts";
import { countLosses } from "./losses.ts";
import type { Loss } from "./losses.ts";
import { lookAhead } from "./lookAhead.ts";
import type { Foreseen } from "./lookAhead.ts";
import { stepping } from "./onTarget.ts";
import type { TrialHooks } from "./onTarget.ts";
import type { Outcome } from "./outcome.ts";
import { failed, runHere, runSteps } from "./runPlan.ts";
import { unsampled } from "./unsampled.ts";
import { downToTry, downTrial } from "./trial.ts";
import type { DownTrial, Health, Prepared, Trial } from "./trial.ts";

/** Where migrations are tried. */
export interface Ground {
  readonly opened: ShadowConnection;
  /** Makes a fresh shadow as the trials found it; the one before is dropped by its maker. */
  readonly make: () => Promise<ShadowConnection>;
  readonly proof: Proof;
  /** The target, where the shadow has only a part of its rows; null where it has all, or is meant to be empty. */
  readonly target: Connection | null;
}

/**
 * Tries migrations one after the other on a disposable database, for real: each is committed, its down script is run and compared, and undone.
 * A down script that cannot be undone is run for good; where it restored the schema, running the up script again brings the migration back,
 * and only where that does not give the same again, all of them are run on a fresh shadow.
 */
export async function tryOnShadow({ opened, make, proof, target }: Ground, migrations: readonly Prepared[], hooks: TrialHooks): Promise<Trial[]> {
  const trials: Trial[] = [];
  let connection = opened.session;
  let before = await connection.catalog(hooks.signal);
  let known: Health | null = null;
  let wholeCatalog: Promise<Catalog> | undefined;
  const whole = target === null ? null : { connection: target, catalog: () => (wholeCatalog ??= target.catalog(hooks.signal)) };
  const sizes = whole === null || connection.migrations.trial !== "scratch" ? undefined : sizesOf(await whole.catalog());
  const seen = { ran: [] as RunnableStatement[], cutting: new Set<RunnableStatement>() };
  for (const [at, prepared] of migrations.entries()) {
    const start = { prepared, proof, before, losses: [] as Loss[], foreseen: [] as Foreseen[], ...(sizes === undefined ? {} : { sizes }) };
    const rows = await contentsBefore(connection, prepared, before, hooks.signal);
    const health: Health | null = mayHarm(prepared, connection) ? (known ?? (await healthOf(connection, hooks.signal))) : null;
    const up = await runUp(connection, target, start, seen, hooks);
    if (failed(up) !== undefined) return [...trials, { ...start, up, after: null, down: null }];
    const after = shareWith(before, await connection.catalog(hooks.signal));
    if (whole !== null) start.foreseen.push(...(await unsampled(whole, { before, after, statements: prepared.up.statements, ...seen }, hooks.signal)));
    const healthAfter: Health | null = health === null ? null : await healthOf(connection, hooks.signal);
    const plan = downToTry(prepared);
    const last = at === migrations.length - 1;
    const { down, dirty } = plan === null ? { down: null, dirty: null } : await tryDown(connection, prepared, plan, { catalog: before, rows }, hooks);
    trials.push({ ...start, up, after, down, ...(health === null || healthAfter === null ? {} : { health: { before: health, after: healthAfter } }) });
    if (dirty !== null && !last && !(await cameBack(connection, prepared, down, after, dirty, hooks))) connection = await replayed(make, migrations.slice(0, at + 1), hooks);
    before = after;
    known = healthAfter;
  }
  return trials;
}

async function runUp(connection: Connection, target: Connection | null, { prepared, before, losses, foreseen, sizes }: Pick<Trial, "prepared" | "before" | "sizes"> & { readonly losses: Loss[]; readonly foreseen: Foreseen[] }, { ran, cutting }: { readonly ran: RunnableStatement[]; readonly cutting: Set<RunnableStatement> }, hooks: TrialHooks): Promise<Outcome[]> {
  return connection.migrations.withOwnSettings(prepared.up.statements, () =>
    runSteps(connection, prepared.up, {
      signal: hooks.signal,
      probe: true,
      before: async (statement: RunnableStatement, inTransaction: boolean) => {
        hooks.step(prepared, "up", prepared.up.statements.indexOf(statement));
        losses.push(...(await countLosses(connection, before, statement, inTransaction, target === null ? null : { connection: target, has: (table) => sizes?.has(table) !== false })));
        foreseen.push(...(await lookAhead(connection, target, statement, inTransaction, ran, hooks.signal)));
        if (target !== null && statement.facts?.kind === "ddl" && (await connection.migrations.cutsValues?.(statement)) === true) cutting.add(statement);
        ran.push(statement);
      },
    }),
  );
}

function sizesOf(catalog: Catalog): ReadonlyMap<string, number> {
  return new Map(catalog.tables.map((table) => [qualified(table), table.estimatedRows ?? 0]));
}

/** What a down script is to bring back. */
interface Before {
  readonly catalog: Catalog;
  readonly rows: ContentsBefore | null;
}

type Rows = ReadonlyMap<string, number>;

/** `dirty`: the shadow is no longer as the up script left it; it had these rows then. */
async function tryDown(connection: Connection, prepared: Prepared, plan: RunPlan, before: Before, hooks: TrialHooks): Promise<{ down: DownTrial; dirty: Rows | null }> {
  const { undoes, trial } = connection.migrations;
  if (undoes !== "nothing" && plan.steps.every((step) => step.transactional)) {
    const down = await connection.transaction("rollback", async () => {
      return compared(connection, before, await runHere(connection, plan, stepping(prepared, "down", hooks)), hooks);
    });
    return { down, dirty: null };
  }
  if (trial === "copy") {
    const copy = await connection.shadow({ data: "copy", signal: hooks.signal });
    try {
      return { down: await downForReal(copy.session, prepared, plan, before, hooks), dirty: null };
    } finally {
      await copy.drop();
    }
  }
  const rows = await connection.countRows(hooks.signal);
  return { down: await connection.migrations.withOwnSettings(plan.statements, () => downForReal(connection, prepared, plan, before, hooks)), dirty: rows };
}

async function downForReal(connection: Connection, prepared: Prepared, plan: RunPlan, before: Before, hooks: TrialHooks): Promise<DownTrial> {
  return compared(connection, before, await runSteps(connection, plan, stepping(prepared, "down", hooks)), hooks);
}

async function compared(connection: Connection, before: Before, outcomes: readonly Outcome[], hooks: TrialHooks): Promise<DownTrial> {
  if (failed(outcomes) !== undefined) return downTrial(before.catalog, outcomes, null, hooks.since);
  const down = downTrial(before.catalog, outcomes, shareWith(before.catalog, await connection.catalog(hooks.signal)), hooks.since);
  return { ...down, differences: [...down.differences, ...(await contentsDiffer(connection, before.rows, hooks.signal))] };
}

/** After a down script that restored the schema: runs the up script again; true where schema and row counts are then as after the first time. */
async function cameBack(connection: Connection, prepared: Prepared, down: DownTrial | null, after: Catalog, rows: Rows, hooks: TrialHooks): Promise<boolean> {
  if (down?.catalog == null || down.differences.length > 0) return false;
  const outcomes = await runAgain(connection, prepared, hooks);
  if (failed(outcomes) !== undefined || fingerprint(await connection.catalog(hooks.signal)) !== fingerprint(after)) return false;
  const now = await connection.countRows(hooks.signal);
  return now.size === rows.size && [...rows].every(([table, count]) => now.get(table) === count);
}

/** A fresh shadow on which these migrations, which all passed before, are run again. */
async function replayed(make: Ground["make"], migrations: readonly Prepared[], hooks: TrialHooks): Promise<Connection> {
  const { session } = await make();
  for (const prepared of migrations) await runAgain(session, prepared, hooks);
  return session;
}

function runAgain(connection: Connection, { up }: Prepared, hooks: TrialHooks): Promise<Outcome[]> {
  return connection.migrations.withOwnSettings(up.statements, () => runSteps(connection, up, { signal: hooks.signal, probe: false }));
}

/**
 * Whether rows are counted and the integrity is looked at before and after. A copy always is, because its tables are rebuilt by copying rows; on a scratch
 * database the server itself minds the rows, unless the script changes some, switches its checks off, or takes away what something else needs.
 */
function mayHarm({ up }: Prepared, { migrations: { trial } }: Connection): boolean {
  return trial === "copy" || (trial === "scratch" && up.statements.some(({ facts }) => facts === null || facts.kind !== "ddl" || facts.drops.length > 0 || facts.renames.length > 0));
}

async function healthOf(connection: Connection, signal: AbortSignal): Promise<Health> {
  return { rows: await connection.countRows(signal), problems: await connection.integrity(signal) };
}
