import { UnsupportedError } from "../../core/errors.ts";
import { parameterCount } from "./scan/parameters.ts";
import { single, type Wire } from "./wire/wire.ts";

export interface ExplainOptions {
  readonly analyse?: boolean;
  readonly detailed?: boolean;
  readonly signal?: AbortSignal;
  readonly inTransaction: boolean;
  readonly readOnly: boolean;
  readonly versionNumber: number;
}

/** The name under which a statement with parameters is prepared for the time of one call. */
const prepared = "data_engineer_explained";

/**
 * The plan as PostgreSQL's JSON. With `analyse` the statement runs for real and what it changed is undone. A statement with parameters ($1, as
 * pg_stat_statements keeps it) is planned for any values, as a prepared statement is after its fifth run; it cannot be analysed. GENERIC_PLAN of version 16 is
 * no other way: the protocol that statements are sent by wants values for it, and then plans for those. `detailed` asks for what costs more to find out: the
 * memory of planning, and how long the result takes to be made (both from version 17).
 */
export async function explainPlan(wire: Wire, sql: string, options: ExplainOptions): Promise<{ readonly format: "json"; readonly text: string }> {
  const parameters = parameterCount(sql);
  if (parameters > 0 && options.analyse === true) {
    throw new UnsupportedError("engine", `The statement has ${parameters === 1 ? "a parameter" : `${parameters} parameters`} (up to $${parameters}) without values, so that it can be planned but not run.`, { next: "Put values in their place, or ask for the plan without running it." });
  }
  const prefix = `EXPLAIN (${optionsOf(options)}, FORMAT JSON) `;
  const open = options.inTransaction ? "SAVEPOINT data_engineer_explain" : options.readOnly ? "BEGIN TRANSACTION READ ONLY" : "BEGIN";
  const undo = options.inTransaction ? ["ROLLBACK TO SAVEPOINT data_engineer_explain", "RELEASE SAVEPOINT data_engineer_explain"] : ["ROLLBACK"];
  const ends = undo.map((text) => ({ text }));
  const { signal } = options;
  return await wire.exclusive(async () => {
    // A prepared statement outlives the rollback.
    let left: { readonly text: string }[] = [];
    try {
      await wire.sendNow([{ text: open }, ...(options.inTransaction && options.readOnly ? [{ text: "SET LOCAL transaction_read_only = on" }] : [])], { signal });
      if (parameters > 0) {
        const opening = `PREPARE ${prepared} AS `;
        await wire.sendNow([{ text: `${opening}${sql}` }], { signal, shift: opening.length });
        left = [{ text: `DEALLOCATE ${prepared}` }];
        await wire.sendNow([{ text: "SET LOCAL plan_cache_mode = force_generic_plan" }], { signal });
      }
      const asked = parameters > 0 ? `EXECUTE ${prepared}(${Array.from({ length: parameters }, () => "NULL").join(", ")})` : sql;
      const [plan] = await wire.sendNow([{ text: `${prefix}${asked}` }], { signal, shift: prefix.length });
      await wire.sendNow([...ends, ...left]);
      return { format: "json", text: single(plan) ?? "" };
    } catch (error) {
      await wire.sendNow([...ends, ...left]).catch(() => undefined);
      throw error;
    }
  });
}

function optionsOf({ analyse, detailed, versionNumber }: ExplainOptions): string {
  const more = detailed === true && versionNumber >= 170_000;
  const words = analyse === true ? ["ANALYZE", "BUFFERS", "WAL", "SETTINGS", "VERBOSE", ...(more ? ["SERIALIZE TEXT", "MEMORY"] : [])] : ["SETTINGS", "VERBOSE", ...(more ? ["MEMORY"] : [])];
  return words.join(", ");
}
