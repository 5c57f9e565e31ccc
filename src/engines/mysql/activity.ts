import type { TableUser, WantedLock } from "../../core/migration/tableUser.ts";
import { StatementError } from "../../core/errors.ts";
import { withoutValues } from "../../core/script/withoutValues.ts";
import type { Session } from "../engine.ts";
import { quoteText } from "./quote.ts";

/**
 * Who else holds or waits for metadata locks on these tables right now; where the server keeps no list of them, whose open transactions in this database
 * may. Every ALTER TABLE needs the lock for itself at least for a moment, also one that is INSTANT. A text: why it cannot be told.
 */
export async function activity(session: Session, wanted: readonly WantedLock[]): Promise<readonly TableUser[] | string> {
  const listed = (await metadataLocks(session, wanted)) ?? (session.facts.dialect === "mariadb" ? await pluginLocks(session, wanted) : null);
  if (listed !== null) return listed;
  return (await openTransactions(session, wanted)) ?? "The server does not let this user see other connections' locks (performance_schema, PROCESS).";
}

type Row = readonly unknown[];

/** Null where the server keeps no list of metadata locks, or does not let us see it. */
async function metadataLocks(session: Session, wanted: readonly WantedLock[]): Promise<TableUser[] | null> {
  const enabled = (await session.run("SELECT @@performance_schema")).rows[0]?.[0];
  if (enabled !== 1 && enabled !== "1") return null;
  return await allowed(async () => {
    const instrumented = await session.run("SELECT ENABLED FROM performance_schema.setup_instruments WHERE NAME = 'wait/lock/metadata/sql/mdl'");
    if (instrumented.rows[0]?.[0] !== "YES") return null;
    const { rows } = await session.run(
      `SELECT m.OBJECT_NAME, t.PROCESSLIST_ID, COALESCE(t.PROCESSLIST_USER, ''), COALESCE(t.PROCESSLIST_COMMAND, ''), m.LOCK_STATUS, GROUP_CONCAT(DISTINCT m.LOCK_TYPE ORDER BY 1 SEPARATOR ', '),
         TIMESTAMPDIFF(SECOND, MAX(x.trx_started), NOW()), MAX(COALESCE(t.PROCESSLIST_INFO, s.SQL_TEXT))
       FROM performance_schema.metadata_locks m JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
       LEFT JOIN performance_schema.events_statements_current s ON s.THREAD_ID = m.OWNER_THREAD_ID AND s.NESTING_EVENT_ID IS NULL
       LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = t.PROCESSLIST_ID
       WHERE m.OBJECT_TYPE = 'TABLE' AND t.PROCESSLIST_ID <> CONNECTION_ID() AND (${whereIn(session, wanted, "m.OBJECT_SCHEMA", "m.OBJECT_NAME")})
       GROUP BY m.OBJECT_NAME, t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_COMMAND, m.LOCK_STATUS ORDER BY 1, 2 LIMIT 100`,
    );
    return rows.map((row) => userOf(wanted, row, row[4] === "GRANTED" ? "yes" : "no"));
  });
}

/** MariaDB's plugin METADATA_LOCK_INFO tells the same of locks that are held; null where it is not installed. */
async function pluginLocks(session: Session, wanted: readonly WantedLock[]): Promise<TableUser[] | null> {
  return await allowed(async () => {
    const { rows } = await session.run(
      `SELECT m.TABLE_NAME, m.THREAD_ID, COALESCE(p.USER, ''), COALESCE(p.COMMAND, ''), 'GRANTED', GROUP_CONCAT(DISTINCT m.LOCK_MODE ORDER BY 1 SEPARATOR ', '), TIMESTAMPDIFF(SECOND, MAX(x.trx_started), NOW()), MAX(p.INFO)
       FROM information_schema.METADATA_LOCK_INFO m LEFT JOIN information_schema.PROCESSLIST p ON p.ID = m.THREAD_ID LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = m.THREAD_ID
       WHERE m.THREAD_ID <> CONNECTION_ID() AND (${whereIn(session, wanted, "m.TABLE_SCHEMA", "m.TABLE_NAME")}) GROUP BY m.TABLE_NAME, m.THREAD_ID, p.USER, p.COMMAND ORDER BY 1, 2 LIMIT 100`,
    );
    return rows.map((row) => userOf(wanted, row, "yes"));
  });
}

/** Transactions that are open in InnoDB, by connections that stand in this database; any of them may hold any of its tables. */
async function openTransactions(session: Session, wanted: readonly WantedLock[]): Promise<TableUser[] | null> {
  return await allowed(async () => {
    const { rows } = await session.run(
      `SELECT NULL, x.trx_mysql_thread_id, COALESCE(p.USER, ''), COALESCE(p.COMMAND, ''), '', 'not told', TIMESTAMPDIFF(SECOND, x.trx_started, NOW()), COALESCE(p.INFO, x.trx_query) FROM information_schema.INNODB_TRX x
       JOIN information_schema.PROCESSLIST p ON p.ID = x.trx_mysql_thread_id WHERE x.trx_mysql_thread_id <> CONNECTION_ID() AND p.DB = ${quoteText(session.facts.database)} ORDER BY 7 DESC LIMIT 20`,
    );
    return wanted.flatMap((table) => rows.map((row) => userOf([table], row, "maybe")));
  });
}

function userOf(wanted: readonly WantedLock[], [name, id, user, state, status, locks, seconds, statement]: Row, blocks: TableUser["blocks"]): TableUser {
  return {
    table: wanted.find((table) => table.name === name) ?? wanted[0]!, who: `connection ${String(id)}`, user: String(user), state: String(state),
    locks: `${String(locks)}${status === "PENDING" ? " (waits)" : ""}`, seconds: seconds === null ? null : Number(seconds),
    statement: typeof statement === "string" ? withoutValues(statement, "text") : null, blocks, end: `KILL ${String(id)}`,
  };
}

function whereIn(session: Session, wanted: readonly WantedLock[], schema: string, name: string): string {
  return wanted.map((table) => `(${schema} = ${quoteText(table.schema === "" ? session.facts.database : table.schema)} AND ${name} = ${quoteText(table.name)})`).join(" OR ");
}

async function allowed<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StatementError && (error.reason === "permission" || error.reason === "undefinedObject")) return null;
    throw error;
  }
}
