import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import type { TableName } from "../../core/migration/tableName.ts";
import { sqlShutOut } from "../../core/migration/sqlShutOut.ts";
import { sqlTables } from "../../core/migration/sqlTables.ts";
import type { Session } from "../engine.ts";
import { activity } from "./activity.ts";
import { advanceCounters, counters } from "./counters.ts";
import { history } from "./history.ts";
import { onlineWay } from "./onlineWay.ts";
import { otherHistories } from "./otherHistories.ts";
import { quoteObject } from "./quote.ts";
import { momentOf } from "./render/triggers.ts";
import { rememberSettings, withOwnSettings } from "./settings.ts";
import { modeOf } from "./scan/sqlMode.ts";
import { settle } from "./settle.ts";
import { unfit } from "./unfit.ts";

const nothing = (): Promise<void> => Promise.resolve();

/** MySQL's and MariaDB's ways with migrations: DDL commits by itself, so they are tried on a scratch database. */
export function migrations(session: Session): MigrationAdapter {
  return {
    ...sqlTables(session),
    trial: "scratch",
    undoes: "rows",
    ownRowIds: false,
    history: history(session),
    otherHistories: () => otherHistories(session),
    settle: (statement, before) => settle(session, statement, before),
    rememberSettings: () => rememberSettings(session),
    withOwnSettings: (statements, work) => withOwnSettings(session, statements, work),
    holdWriters: (tables) => holdWriters(session, tables),
    counters: () => counters(session),
    advanceCounters: (values) => advanceCounters(session, values),
    checkDeferred: nothing,
    suspendForeignKeys: async () => {
      await session.run("SET SESSION foreign_key_checks = 0");
    },
    // Every constraint is checked row by row; none can wait.
    constraintChecks: nothing,
    activity: (wanted) => activity(session, wanted),
    onlineWay: (statement) => onlineWay(session, statement),
    shutOutBy: (rules, signal) => sqlShutOut(session, rules, (need) => unfit(need, session.facts), signal),
    cutsValues: async ({ sql }) => /^\s*ALTER\s+(?:ONLINE\s+)?IGNORE\b/i.test(sql) || modeOf(String((await session.run("SELECT @@sql_mode")).rows[0]?.[0])).lenient,
    // They cannot be switched off, and dropping one meanwhile would commit, and let other writers' rows pass without it.
    firesOnLoad: (trigger, how) => (how === "replace" ? /(?:INSERT|DELETE)$/ : /(?:INSERT|UPDATE)$/).test(momentOf(trigger)),
    states: {},
  };
}

/**
 * LOCK TABLES would commit, so every row and the gaps between them are locked by reading them (InnoDB, REPEATABLE READ: inserts wait too).
 * Tables of engines without transactions cannot be held.
 */
async function holdWriters(session: Session, tables: readonly TableName[]): Promise<void> {
  for (const table of tables) await session.run(`SELECT COUNT(*) FROM ${quoteObject(table)} FOR UPDATE`);
}
