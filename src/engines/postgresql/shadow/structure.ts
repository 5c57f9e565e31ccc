import type { Catalog } from "../../../core/catalog/catalog.ts";
import { diffCatalogs, describeDifference } from "../../../core/catalog/diff.ts";
import { StatementError, throwIfCancelled } from "../../../core/errors.ts";
import type { Engine, Session } from "../../engine.ts";

/**
 * Builds a schema in a fresh database; `fill` runs when tables stand and constraints do not yet.
 * The answer names what is not as in `catalog` (a missing role, an extension that the server lacks), empty where all is.
 */
export async function buildStructure(engine: Engine, target: Session, catalog: Catalog, signal: AbortSignal, fill: () => Promise<void>): Promise<string[]> {
  const steps = engine.changes(await target.catalog(signal), catalog);
  const refused: string[] = [];
  const take = async (phase: "structure" | "constraints"): Promise<void> => {
    for (const step of steps.filter((item) => item.phase === phase)) {
      throwIfCancelled(signal);
      try {
        await target.run(step.sql, { signal });
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        refused.push(`${step.objects[0] ?? step.sql.slice(0, 60)}: ${error.message}`);
      }
    }
  };
  // A routine's body may name what comes after it.
  await target.run("SET check_function_bodies = off");
  await take("structure");
  await fill();
  await take("constraints");
  await target.run("RESET check_function_bodies");
  const differences = diffCatalogs(await target.catalog(signal), catalog).map(describeDifference);
  return refused.length > 0 ? [...refused, ...differences] : differences;
}
