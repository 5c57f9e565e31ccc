import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import { sqlShutOut } from "../../core/migration/sqlShutOut.ts";
import { sqlTables } from "../../core/migration/sqlTables.ts";
import type { Session } from "../engine.ts";
import { activity } from "./activity.ts";
import { advanceCounters, counterPositions, counters, countersBehind } from "./counters.ts";
import { checkDeferred } from "./deferred.ts";
import { history } from "./history.ts";
import { otherHistories } from "./otherHistories.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { rememberSettings, withOwnSettings } from "./settings.ts";
import { settle } from "./settle.ts";

/** PostgreSQL's ways with migrations: nearly everything is tried and undone in a transaction on the target. */
export function migrations(session: Session): MigrationAdapter {
  return {
    ...sqlTables(session),
    trial: "transaction",
    undoes: "structure",
    ownRowIds: false,
    history: history(session),
    otherHistories: () => otherHistories(session),
    settle: (statement, before) => settle(session, statement, before),
    rememberSettings: () => rememberSettings(session),
    withOwnSettings: (statements, work) => withOwnSettings(session, statements, work),
    holdWriters: async (tables) => {
      if (tables.length > 0) await session.run(`LOCK TABLE ${tables.map(quoteObject).join(", ")} IN SHARE ROW EXCLUSIVE MODE`);
    },
    counters: () => counters(session),
    advanceCounters: (values) => advanceCounters(session, values),
    counterPositions: () => counterPositions(session),
    countersBehind: (signal) => countersBehind(session, signal),
    checkDeferred: (catalog) => checkDeferred(session, catalog),
    suspendForeignKeys: () => Promise.resolve(),
    constraintChecks: async (when) => {
      await session.run(`SET CONSTRAINTS ALL ${when === "end" ? "DEFERRED" : "IMMEDIATE"}`);
    },
    activity: (wanted) => activity(session, wanted),
    onlineWay: () => Promise.resolve(null),
    // What becomes of a value is up to casts and USING clauses, which only running them tells.
    shutOutBy: (rules, signal) => sqlShutOut(session, rules, () => null, signal),
    states: {
      unvalidated: (table, constraint) => `ALTER TABLE ${quoteObject(table)} VALIDATE CONSTRAINT ${quoteName(constraint)}`,
      invalidIndex: (_table, index) => `REINDEX INDEX CONCURRENTLY ${quoteObject(index)}`,
      disabledTrigger: true,
      rowSecurity: true,
    },
  };
}
