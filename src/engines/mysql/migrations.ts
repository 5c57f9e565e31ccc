import { UnsupportedError } from "../../core/errors.ts";
import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import { sqlTables } from "../../core/migration/sqlTables.ts";
import type { Session } from "../engine.ts";
import { history } from "./history.ts";

/** MySQL's and MariaDB's ways with migrations: DDL commits by itself, so they are tried on a scratch database. */
export function migrations(session: Session): MigrationAdapter {
  const notBuilt = (what: string): (() => Promise<never>) => () => Promise.reject(new UnsupportedError("notBuilt", `${what} is not built for ${session.facts.dialect} yet.`));
  return {
    ...sqlTables(session),
    trial: "scratch",
    undoes: "rows",
    ownRowIds: false,
    history: history(session),
    otherHistories: notBuilt("Reading other tools' histories"),
    settle: notBuilt("Settling a statement that was cut off"),
    rememberSettings: notBuilt("Remembering settings"),
    withOwnSettings: notBuilt("Remembering settings"),
    holdWriters: notBuilt("Holding writers"),
    counters: notBuilt("Reading counters"),
    advanceCounters: notBuilt("Moving counters"),
    checkDeferred: () => Promise.resolve(),
    suspendForeignKeys: notBuilt("Suspending foreign keys"),
    constraintChecks: () => Promise.resolve(),
    activity: notBuilt("Seeing who works with a table"),
    onlineWay: notBuilt("Asking how an ALTER is done"),
    states: {},
  };
}
