import type { TableObject } from "../../catalog/catalog.ts";
import type { Evidence } from "../../report/report.ts";
import type { TableName } from "../adapter.ts";
import type { Connection } from "../ports.ts";
import { tableOfStatement } from "./findings/foreseen.ts";
import { heldLocks } from "./findings/locks.ts";
import type { Trial } from "./trial.ts";

/** Who else works with the tables that the migrations lock, right now. Empty where they lock none. */
export async function activityOn(connection: Connection, trials: readonly Trial[]): Promise<readonly Evidence[]> {
  const locked = trials.flatMap((trial) => [...heldLocks(trial.before, trial.up).map(({ table }) => table), ...altered(trial)]);
  const tables = new Map(locked.map(({ schema, name }): [string, TableName] => [JSON.stringify([schema, name]), { schema, name }]));
  return tables.size === 0 ? [] : connection.migrations.activity([...tables.values()]);
}

/** Where the trial saw no locks of the target, because it ran elsewhere: the tables that were there and that DDL is about. */
function altered({ before, prepared, sizes }: Trial): TableObject[] {
  if (sizes === undefined) return [];
  return prepared.up.statements.filter(({ facts }) => facts?.kind === "ddl").flatMap((statement) => tableOfStatement(before, statement) ?? []);
}
