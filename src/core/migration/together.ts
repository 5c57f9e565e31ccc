import type { Connection } from "./ports.ts";

/** Runs work in one transaction that is committed, where the server has transactions; else as it comes. */
export function together<Value>(connection: Pick<Connection, "migrations" | "transaction">, work: () => Promise<Value>): Promise<Value> {
  return connection.migrations.undoes === "nothing" ? work() : connection.transaction("commit", work);
}
