import type { Connection } from "../ports.ts";
import type { Prepared } from "./trial.ts";

/** Where the sequences of the database stand, by name; empty where the scripts insert nothing. */
export async function sequencePositions(connection: Connection, migrations: readonly Prepared[]): Promise<ReadonlyMap<string, string>> {
  const inserts = migrations.some(({ up, down }) => [up, down].some((plan) => plan?.statements.some((one) => one.copyData !== undefined || /\b(?:insert|merge|nextval|do|call|select)\b/i.test(one.sql)) === true));
  return inserts ? positions(connection) : new Map();
}

/** Those that stand elsewhere now. */
export async function advancedSince(connection: Connection, before: ReadonlyMap<string, string>): Promise<string[]> {
  if (before.size === 0) return [];
  const now = await positions(connection);
  return [...before].flatMap(([name, position]) => (now.has(name) && now.get(name) !== position ? [name] : [])).sort();
}

async function positions({ migrations }: Connection): Promise<ReadonlyMap<string, string>> {
  return (await migrations.counterPositions?.()) ?? new Map<string, string>();
}
