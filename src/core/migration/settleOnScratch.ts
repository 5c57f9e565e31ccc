import type { Catalog } from "../catalog/catalog.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import { isDataEngineerError } from "../errors.ts";
import type { RestorableConnection } from "../snapshot/connection.ts";
import type { RunnableStatement, RunPlan } from "./plan.ts";
import type { Settled } from "./settled.ts";

/**
 * Finds out what became of the statement at `at` that was cut off, by doing the same again on a scratch database: the schema before the migration, its
 * earlier statements, then this one. The schema of now is either the one without it or the one with it. null where that tells nothing: the statement
 * changes no schema, or something of it cannot be done again there.
 */
export async function settleOnScratch(connection: RestorableConnection, plan: RunPlan, at: number, before: Catalog | null, signal: AbortSignal): Promise<Settled | null> {
  const statement = plan.statements[at];
  if (before === null || statement === undefined || plan.statements.slice(0, at + 1).some(({ sql }) => connection.engine.reachesBeyond(sql))) return null;
  const live = fingerprint(await connection.catalog(signal));
  try {
    const shadow = await connection.shadow({ data: "empty", signal });
    try {
      const { session } = shadow;
      await session.migrations.suspendForeignKeys();
      for (const step of session.engine.changes(await session.catalog(signal), before)) await session.run(step.sql, { signal, maxRows: 0 });
      for (const earlier of plan.statements.slice(0, at)) if (changesSchema(earlier)) await session.run(earlier.sql, { signal, maxRows: 0 });
      const without = fingerprint(await session.catalog(signal));
      await session.run(statement.sql, { signal, maxRows: 0 });
      return verdict(live, without, fingerprint(await session.catalog(signal)), at);
    } finally {
      await shadow.drop();
    }
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind === "cancelled" || error.kind === "connection") throw error;
    return null;
  }
}

function changesSchema({ facts }: RunnableStatement): boolean {
  return facts?.kind !== "dml" && facts?.kind !== "query";
}

function verdict(live: string, without: string, after: string, at: number): Settled | null {
  if (without === after) return null;
  if (live === without) return { state: "notDone", note: `The schema is the one without statement ${at + 1}, as a scratch database shows: it was not done.` };
  return live === after ? { state: "done", note: `The schema is the one with statement ${at + 1}, as a scratch database shows: it was done.` } : null;
}
