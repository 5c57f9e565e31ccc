import { single, type Wire } from "./wire/wire.ts";

export interface ExplainOptions {
  readonly analyse?: boolean;
  readonly signal?: AbortSignal;
  readonly inTransaction: boolean;
  readonly readOnly: boolean;
}

/** The plan as PostgreSQL's JSON. With `analyse` the statement runs for real and what it changed is undone. */
export async function explainPlan(wire: Wire, sql: string, options: ExplainOptions): Promise<{ readonly format: "json"; readonly text: string }> {
  const prefix = options.analyse === true ? "EXPLAIN (ANALYZE, BUFFERS, WAL, SETTINGS, VERBOSE, FORMAT JSON) " : "EXPLAIN (SETTINGS, VERBOSE, FORMAT JSON) ";
  const open = options.inTransaction ? "SAVEPOINT data_engineer_explain" : options.readOnly ? "BEGIN TRANSACTION READ ONLY" : "BEGIN";
  const undo = options.inTransaction ? ["ROLLBACK TO SAVEPOINT data_engineer_explain", "RELEASE SAVEPOINT data_engineer_explain"] : ["ROLLBACK"];
  const steps = undo.map((text) => ({ text }));
  return await wire.exclusive(async () => {
    try {
      await wire.sendNow([{ text: open }], { signal: options.signal });
      const [plan] = await wire.sendNow([{ text: `${prefix}${sql}` }], { signal: options.signal, shift: prefix.length });
      await wire.sendNow(steps);
      return { format: "json", text: single(plan) ?? "" };
    } catch (error) {
      await wire.sendNow(steps).catch(() => undefined);
      throw error;
    }
  });
}
