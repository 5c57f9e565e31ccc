import { textsOf } from "../prepare.ts";
import type { Wire } from "../wire/wire.ts";

const savepoint = "data_engineer_rows";
const names = ["sql_mode", "time_zone", "character_set_client", "character_set_connection", "collation_connection", "character_set_results", "foreign_key_checks"];

/** How the session stood before; `foreignKeys` as it was. */
export interface Scope {
  readonly foreignKeys: boolean;
}

/**
 * Holds the wire's turn and runs `work` under fixed settings: exact dates, zeros that stay zeros, times in UTC, texts in utf8mb4.
 * "write" does it in a transaction of its own, or in a savepoint of the open one, which a throw undoes; "read" only reads.
 */
export function inScope<Value>(wire: Wire, inTransaction: boolean, kind: "read" | "write", signal: AbortSignal, work: (scope: Scope) => Promise<Value>): Promise<Value> {
  return wire.exclusive(async () => {
    const before = textsOf((await wire.sendNow(`SELECT ${names.map((name) => `@@SESSION.${name}`).join(", ")}`, { signal })).rows[0]);
    try {
      await wire.sendNow("SET NAMES utf8mb4");
      await wire.sendNow("SET SESSION sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO', SESSION time_zone = '+00:00'");
      const scope = { foreignKeys: before.at(-1) === "1" };
      return kind === "read" ? await work(scope) : await undoable(wire, inTransaction, () => work(scope));
    } finally {
      if (!wire.isLost) await restore(wire, before);
    }
  });
}

async function undoable<Value>(wire: Wire, inTransaction: boolean, work: () => Promise<Value>): Promise<Value> {
  await wire.sendNow(inTransaction ? `SAVEPOINT ${savepoint}` : "START TRANSACTION");
  try {
    const value = await work();
    await wire.sendNow(inTransaction ? `RELEASE SAVEPOINT ${savepoint}` : "COMMIT");
    return value;
  } catch (error) {
    if (!wire.isLost) for (const text of inTransaction ? [`ROLLBACK TO SAVEPOINT ${savepoint}`, `RELEASE SAVEPOINT ${savepoint}`] : ["ROLLBACK"]) await wire.sendNow(text).catch(() => undefined);
    throw error;
  }
}

async function restore(wire: Wire, before: readonly string[]): Promise<void> {
  await wire.sendNow(`SET ${names.map((name) => `SESSION ${name} = ${name === "foreign_key_checks" ? "CAST(? AS UNSIGNED)" : "?"}`).join(", ")}`, { params: before });
}
