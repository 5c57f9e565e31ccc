import type { ObjectRef } from "../script/facts.ts";
import { sharesTransaction } from "./execute.ts";
import type { RunnableStatement } from "./plan.ts";
import type { Settled } from "./settled.ts";

/** How an engine finds out. */
export interface SettleWays {
  /** For statements that leave halves, or more than an object's presence tells; null for all others. */
  special(statement: RunnableStatement): Promise<Settled | null>;
  exists(object: ObjectRef): Promise<boolean>;
  /** True for a statement that may run any number of times. */
  repeatable(verb: string, statement: RunnableStatement): boolean;
}

/** Finds out by what the statement creates or drops, where the engine has no better way. */
export async function settleBy(ways: SettleWays, statement: RunnableStatement): Promise<Settled> {
  const { facts, sql } = statement;
  if (sharesTransaction(statement)) return { state: "notDone", note: "It runs in one transaction with its record, so it was not done." };
  const verb = (facts?.verb ?? sql.trim()).toUpperCase();
  if (facts?.kind === "session" || ways.repeatable(verb, statement)) return { state: "notDone", note: `${words(sql)} can run again.` };
  const special = await ways.special(statement);
  if (special !== null) return special;
  const created = facts?.defines[0];
  if (created !== undefined) return (await ways.exists(created)) ? { state: "done", note: `${created.name} exists.` } : { state: "notDone", note: `${created.name} does not exist.` };
  const dropped = facts?.drops[0];
  if (dropped !== undefined) return (await ways.exists(dropped)) ? { state: "notDone", note: `${dropped.name} still exists.` } : { state: "done", note: `${dropped.name} is gone.` };
  return { state: "unknown", note: `Nothing tells whether ${words(sql)} was done.` };
}

function words(sql: string): string {
  return sql.trim().split(/\s+/).slice(0, 3).join(" ");
}
