import type { Connection } from "../ports.ts";
import type { RunnableStatement, RunPlan } from "../plan.ts";
import { usesEnumValue } from "../runnable.ts";
import type { Prepared } from "./trial.ts";

/** Why a migration cannot be proven in a transaction on the target, and where. */
export interface Obstacle {
  readonly prepared: Prepared;
  readonly plan: RunPlan;
  readonly statement: RunnableStatement | null;
  /** "VACUUM cannot run inside a transaction". */
  readonly why: string;
}

/** The first thing that keeps a migration from being tried in a transaction that is rolled back; null where nothing does. */
export function obstacleOf(connection: Connection, prepared: Prepared, earlier: readonly Prepared[]): Obstacle | null {
  if (connection.facts.readOnly) return { prepared, plan: prepared.up, statement: null, why: "the connection is read-only" };
  if (prepared.up.statements.length > 0 && (prepared.migration.up.noTransaction || prepared.migration.down?.noTransaction === true)) {
    return { prepared, plan: prepared.up, statement: null, why: "its directive says that it must not run in a transaction" };
  }
  const added = earlier.flatMap((one) => one.up.statements).flatMap((one) => (one.facts?.addsEnumValue === undefined ? [] : [one.facts.addsEnumValue.value]));
  for (const plan of [prepared.up, ...(prepared.down === null ? [] : [prepared.down])]) {
    for (const statement of plan.statements) {
      const why = obstacleIn(connection, statement, plan, added);
      if (why !== null) return { prepared, plan, statement, why };
    }
  }
  return null;
}

function obstacleIn({ engine }: Connection, statement: RunnableStatement, plan: RunPlan, added: readonly string[]): string | null {
  const verb = statement.facts?.verb ?? "the statement";
  if (statement.facts?.transaction === "outside") return `${verb} cannot run inside a transaction`;
  if (statement.facts?.transaction === "sideEffects") return `${verb} leaves something behind that a rollback does not undo`;
  if (engine.leavesTraces(statement.sql)) return `${verb} calls what a rollback does not undo`;
  if (plan.steps.some((step) => !step.transactional && step.statements.includes(statement))) return `${verb} must be committed before the script can go on`;
  const value = added.find((one) => usesEnumValue(statement, one));
  return value === undefined ? null : `it uses the enum value '${value}', which must be committed first`;
}
