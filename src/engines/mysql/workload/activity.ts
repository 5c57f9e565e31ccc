import { withoutValues } from "../../../core/script/withoutValues.ts";
import type { Running, Unseen, Wait } from "../../../core/workload/workload.ts";
import type { Cell, Session } from "../../engine.ts";
import { orUnseen } from "./orUnseen.ts";

export interface ActivityRead {
  readonly running: readonly Running[];
  readonly waits: readonly Wait[];
  readonly unseen: readonly Unseen[];
}

/** What runs now and who waits for whose row locks, in one statement for each. Statements are told without their values. */
export async function readActivity(session: Session, signal: AbortSignal): Promise<ActivityRead> {
  const running = await orUnseen(() => session.run(
    `SELECT p.ID, p.USER, p.COMMAND, p.INFO, p.TIME * 1000, TIMESTAMPDIFF(SECOND, x.trx_started, NOW()) * 1000, p.STATE
     FROM information_schema.PROCESSLIST p LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = p.ID
     WHERE p.DB = DATABASE() AND p.ID <> CONNECTION_ID() AND (p.COMMAND <> 'Sleep' OR x.trx_id IS NOT NULL) ORDER BY p.TIME DESC LIMIT 100`,
    { signal },
  ), "What runs now", ["GRANT PROCESS ON *.* TO …"]);
  const waits = await orUnseen(() => session.run(
    `SELECT w.waiting_pid, w.blocking_pid, w.locked_table, w.waiting_lock_mode, w.wait_age_secs * 1000, w.waiting_query, w.blocking_query FROM sys.innodb_lock_waits w LIMIT 100`,
    { signal },
  ), "Who waits for whose locks", ["GRANT PROCESS ON *.* TO …", "GRANT SELECT ON sys.* TO …", "GRANT SELECT ON performance_schema.* TO …"]);
  return {
    running: "value" in running ? running.value.rows.map(runningOf) : [],
    waits: "value" in waits ? waits.value.rows.map(waitOf) : [],
    unseen: [running, waits].flatMap((read) => ("unseen" in read ? [read.unseen] : [])),
  };
}

function runningOf([id, user, command, info, ms, transactionMs, state]: readonly Cell[]): Running {
  return {
    id: `connection ${String(id)}`, user: String(user), state: String(command), ...(typeof info === "string" ? { text: withoutValues(info, "text") } : {}), ms: Number(ms),
    ...(transactionMs === null ? {} : { transactionMs: Number(transactionMs) }), ...(typeof state === "string" && /lock|wait/i.test(state) ? { waitsFor: state } : {}),
  };
}

function waitOf([waiting, blocking, table, mode, ms, waitingQuery, blockingQuery]: readonly Cell[]): Wait {
  return {
    waiting: `connection ${String(waiting)}`, blockedBy: `connection ${String(blocking)}`, object: String(table).replaceAll("`", ""), mode: String(mode), ms: Number(ms),
    ...(typeof waitingQuery === "string" ? { waitingText: withoutValues(waitingQuery, "text") } : {}), ...(typeof blockingQuery === "string" ? { blockingText: withoutValues(blockingQuery, "text") } : {}), toEnd: `KILL ${String(blocking)}`,
  };
}
