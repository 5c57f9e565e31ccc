import { isOutsideFunction } from "../outsideFunctions.ts";

/** Inside the database, yet not undone with the transaction. */
const staysInDatabase = new Set([
  "nextval", "setval", "pg_advisory_lock", "pg_advisory_lock_shared", "pg_try_advisory_lock", "pg_try_advisory_lock_shared", "pg_advisory_unlock", "pg_advisory_unlock_all",
]);

/** True for a function that leaves effects behind when its transaction is rolled back. */
export function withSideEffects(name: string): boolean {
  return staysInDatabase.has(name) || isOutsideFunction(name);
}
