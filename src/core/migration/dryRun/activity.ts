import { qualified } from "../../catalog/objects.ts";
import type { Json } from "../../json.ts";
import { nounsOf } from "../../nouns.ts";
import type { Evidence, Finding } from "../../report/report.ts";
import type { Connection } from "../ports.ts";
import type { RunnableStatement } from "../plan.ts";
import type { TableUser, WantedLock } from "../tableUser.ts";
import { tableOfStatement } from "./findings/foreseen.ts";
import { heldLocks } from "./findings/locks.ts";
import { failed } from "./runPlan.ts";
import type { Trial } from "./trial.ts";

/** Who else works with the tables that a script locks. */
export interface Activity {
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
}

/** Where a table is locked first. */
interface Locking extends WantedLock {
  readonly statement: RunnableStatement;
  readonly file: string;
}

/** Who else works with the tables that the migrations lock, right now. Empty where they lock none. */
export async function activityOn(connection: Connection, trials: readonly Trial[]): Promise<Activity> {
  const lockings = new Map<string, Locking>();
  for (const one of trials.flatMap(lockingOf)) if (!lockings.has(qualified(one))) lockings.set(qualified(one), one);
  if (lockings.size === 0) return { findings: [], evidence: [] };
  const users = await connection.migrations.activity([...lockings.values()]);
  const { table: noun } = nounsOf(connection.facts.dialect);
  const title = `Who uses the locked ${noun}s now`;
  if (typeof users === "string") return { findings: [], evidence: [{ kind: "text", title, text: `It cannot be told: ${users}` }] };
  if (users.length === 0) return { findings: [], evidence: [{ kind: "text", title, text: "Nobody else at the moment of the dry-run." }] };
  const rows = users.map(({ table, who, user, state, locks, seconds }): Json[] => [qualified(table), who, user, state, locks, seconds ?? ""]);
  const findings = users.flatMap((user) => {
    const locking = lockings.get(qualified(user.table));
    return user.blocks === "no" || locking === undefined ? [] : [blockedBy(user, locking)];
  });
  return { findings, evidence: [{ kind: "table", title, columns: [noun, "who", "user", "state", "locks", "open for, s"], rows }] };
}

function blockedBy(user: TableUser, { statement, file }: Locking): Finding {
  const object = qualified(user.table);
  const verb = statement.facts?.verb ?? "The statement";
  const wait = user.blocks === "yes" ? `${verb} would wait for it` : `${verb} may have to wait for it, the server does not tell which it uses`;
  return {
    rule: "dry-run/blocked-by", severity: "warning", object, file, range: statement.range,
    message: `${describeUser(user)} ${wait}, and whoever comes to ${object} meanwhile waits behind it. Let it end before you apply this, or end it: ${user.end}`,
  };
}

/** Who it is, for how long, and what it does: two sentences. */
export function describeUser({ table, who, user, state, locks, seconds, statement, blocks }: TableUser): string {
  const open = seconds === null ? "" : `, open for ${seconds} s`;
  const holds = blocks === "yes" ? `holds ${qualified(table)} (${locks})` : `may hold ${qualified(table)}`;
  return `${who}${user === "" ? "" : ` of ${user}`} (${state === "" ? "at work" : state}${open}) ${holds}${statement === null ? "." : `; it runs, or ran last: ${statement}.`}`;
}

function lockingOf(trial: Trial): Locking[] {
  const { file } = trial.prepared.up;
  const held = heldLocks(trial.before, trial.up).map(({ table, mode, outcome }): Locking => ({ schema: table.schema, name: table.name, mode, statement: outcome.statement, file }));
  return [...held, ...[...altered(trial), ...refused(trial)].flatMap((statement): Locking[] => {
    const table = tableOfStatement(trial.before, statement);
    return table === undefined ? [] : [{ schema: table.schema, name: table.name, statement, file }];
  })];
}

/** Where the trial saw no locks of the target, because it ran elsewhere: DDL. */
function altered({ prepared, sizes }: Trial): RunnableStatement[] {
  return sizes === undefined ? [] : prepared.up.statements.filter(({ facts }) => facts?.kind === "ddl");
}

/** The statement that waited for a lock in vain. */
function refused({ up }: Trial): RunnableStatement[] {
  const outcome = failed(up);
  return outcome?.failure?.reason === "lockTimeout" ? [outcome.statement] : [];
}
