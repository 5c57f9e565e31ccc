import type { Evidence } from "../../report/report.ts";
import type { TableName } from "../adapter.ts";
import type { Connection } from "../ports.ts";
import { heldLocks } from "./findings/locks.ts";
import type { Trial } from "./trial.ts";

/** Who else works with the tables that the migrations lock, right now. Empty where they lock none. */
export async function activityOn(connection: Connection, trials: readonly Trial[]): Promise<readonly Evidence[]> {
  const tables = new Map(trials.flatMap((trial) => heldLocks(trial.before, trial.up)).map(({ table: { schema, name } }): [string, TableName] => [JSON.stringify([schema, name]), { schema, name }]));
  return tables.size === 0 ? [] : connection.migrations.activity([...tables.values()]);
}
