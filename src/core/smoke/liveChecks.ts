import { qualified } from "../catalog/objects.ts";
import { isDataEngineerError, throwIfCancelled } from "../errors.ts";
import { checkOf, type Check, type SmokeRoom } from "./check.ts";
import { nounsOf } from "../nouns.ts";

/** Every view and materialised view is asked for no rows. In a transaction a failure is undone to its savepoint. */
export async function viewsCheck({ connection, catalog, signal }: SmokeRoom): Promise<Check> {
  const problems: { object: string; message: string }[] = [];
  for (const view of catalog.views) {
    throwIfCancelled(signal);
    try {
      const read = (): Promise<void> => connection.migrations.readNothing(view, signal);
      await (connection.migrations.undoes === "structure" ? connection.savepoint("undo", read) : read());
    } catch (error) {
      if (!isDataEngineerError(error) || error.kind !== "statement") throw error;
      problems.push({ object: qualified(view), message: `View ${qualified(view)} cannot be read: ${error.message}` });
    }
  }
  return checkOf("views readable", `${catalog.views.length} views answer.`, "failed", problems);
}

/** The engine's own integrity checks; what the catalog's checks already say is left to them. */
export async function integrityCheck({ connection, signal }: SmokeRoom): Promise<Check> {
  const elsewhere = new Set(["invalidIndex", "notValidated", "disabledTrigger"]);
  const problems = (await connection.integrity(signal)).filter((problem) => !elsewhere.has(problem.check));
  return checkOf("integrity", "The engine finds no damage and no orphan.", "failed", problems.map(({ object, message }) => ({ object, message })));
}

/** A sequence that lies behind the highest value of its column will give out a value that is taken. */
export async function sequencesCheck({ connection, signal }: SmokeRoom): Promise<Check> {
  const found = await connection.migrations.countersBehind?.(signal);
  if (found === undefined) return { name: "sequences ahead", status: "skipped", detail: "This engine derives its row ids.", problems: [] };
  return checkOf("sequences ahead", `${found.counted} sequences lie ahead of their columns.`, "failed", found.problems);
}

/** Exact row counts, for the report; passes whatever they are. */
export async function rowCounts({ connection, signal }: SmokeRoom): Promise<{ readonly check: Check; readonly rows: ReadonlyMap<string, number> }> {
  const rows = await connection.countRows(signal);
  const { row, table } = nounsOf(connection.facts.dialect);
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  return { rows, check: { name: "rows", status: "passed", detail: `${total} ${row}s in ${rows.size} ${table}s.`, problems: [] } };
}
