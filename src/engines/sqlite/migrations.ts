import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import { sqlTables } from "../../core/migration/sqlTables.ts";
import type { Session } from "../engine.ts";
import { advanceCounters, counters } from "./counters.ts";
import { history } from "./history.ts";
import { otherHistories } from "./otherHistories.ts";
import { rememberSettings } from "./settings.ts";
import { settle } from "./settle.ts";

const nothing = (): Promise<void> => Promise.resolve();

/** SQLite's ways with migrations: they are tried on a copy of the file, and one transaction holds nearly everything. */
export function migrations(session: Session): MigrationAdapter {
  return {
    ...sqlTables(session),
    trial: "copy",
    undoes: "structure",
    ownRowIds: true,
    history: history(session),
    otherHistories: () => otherHistories(session),
    settle: (statement) => settle(session, statement),
    rememberSettings: () => rememberSettings(session),
    // A PRAGMA stands alone in its script, outside of transactions; rememberSettings sees to it.
    withOwnSettings: (_statements, work) => work(),
    // The write transaction holds the whole file already.
    holdWriters: nothing,
    counters: () => counters(session),
    advanceCounters: (values) => advanceCounters(session, values),
    checkDeferred: nothing,
    // A table that is rebuilt is dropped in between: with foreign keys on, the rows that refer to it would be deleted.
    suspendForeignKeys: async () => {
      await session.run("PRAGMA foreign_keys = OFF");
    },
    constraintChecks: nothing,
    activity: () => Promise.resolve([]),
    onlineWay: () => Promise.resolve(null),
    states: {},
  };
}
