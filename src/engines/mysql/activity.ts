import type { TableName } from "../../core/migration/adapter.ts";
import { StatementError } from "../../core/errors.ts";
import type { Evidence } from "../../core/report/report.ts";
import type { Session } from "../engine.ts";
import { quoteText } from "./quote.ts";

const title = "Who uses the locked tables now";

/** Who else holds or waits for metadata locks on these tables right now; without the text of their statements. */
export async function activity(session: Session, tables: readonly TableName[]): Promise<Evidence[]> {
  if (tables.length === 0) return [];
  const seen = (await metadataLocks(session, tables)) ?? (session.facts.dialect === "mariadb" ? await pluginLocks(session, tables) : null);
  if (seen === null) return [await openTransactions(session)];
  if (seen.length === 0) return [{ kind: "text", title, text: "Nobody else at the moment of the dry-run." }];
  return [{ kind: "table", title, columns: ["table", "connection", "user", "state", "locks", "transaction open, s"], rows: seen }];
}

type Rows = readonly (readonly (string | number | null)[])[];

/** Null where the server keeps no list of metadata locks, or does not let us see it. */
async function metadataLocks(session: Session, tables: readonly TableName[]): Promise<Rows | null> {
  const enabled = (await session.run("SELECT @@performance_schema")).rows[0]?.[0];
  if (enabled !== 1 && enabled !== "1") return null;
  const wanted = tables.map(({ schema, name }) => `(m.OBJECT_SCHEMA = ${quoteText(schema === "" ? session.facts.database : schema)} AND m.OBJECT_NAME = ${quoteText(name)})`);
  return await allowed(async () => {
    const instrumented = await session.run("SELECT ENABLED FROM performance_schema.setup_instruments WHERE NAME = 'wait/lock/metadata/sql/mdl'");
    if (instrumented.rows[0]?.[0] !== "YES") return null;
    const { rows } = await session.run(
      `SELECT m.OBJECT_NAME, t.PROCESSLIST_ID, COALESCE(t.PROCESSLIST_USER, ''), COALESCE(t.PROCESSLIST_COMMAND, ''), GROUP_CONCAT(DISTINCT CONCAT(m.LOCK_TYPE, IF(m.LOCK_STATUS = 'GRANTED', '', ' (waits)')) ORDER BY 1 SEPARATOR ', '),
         COALESCE(CAST(TIMESTAMPDIFF(SECOND, MAX(x.trx_started), NOW()) AS CHAR), '')
       FROM performance_schema.metadata_locks m JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
       LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = t.PROCESSLIST_ID
       WHERE m.OBJECT_TYPE = 'TABLE' AND t.PROCESSLIST_ID <> CONNECTION_ID() AND (${wanted.join(" OR ")})
       GROUP BY m.OBJECT_NAME, t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_COMMAND ORDER BY 1, 2 LIMIT 100`,
    );
    return rows as Rows;
  });
}

/** MariaDB's plugin METADATA_LOCK_INFO tells the same; null where it is not installed. */
async function pluginLocks(session: Session, tables: readonly TableName[]): Promise<Rows | null> {
  const wanted = tables.map(({ schema, name }) => `(m.TABLE_SCHEMA = ${quoteText(schema === "" ? session.facts.database : schema)} AND m.TABLE_NAME = ${quoteText(name)})`);
  return await allowed(async () => {
    const { rows } = await session.run(
      `SELECT m.TABLE_NAME, m.THREAD_ID, COALESCE(p.USER, ''), COALESCE(p.COMMAND, ''), GROUP_CONCAT(DISTINCT m.LOCK_MODE ORDER BY 1 SEPARATOR ', '), COALESCE(CAST(TIMESTAMPDIFF(SECOND, MAX(x.trx_started), NOW()) AS CHAR), '')
       FROM information_schema.METADATA_LOCK_INFO m LEFT JOIN information_schema.PROCESSLIST p ON p.ID = m.THREAD_ID LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = m.THREAD_ID
       WHERE m.THREAD_ID <> CONNECTION_ID() AND (${wanted.join(" OR ")}) GROUP BY m.TABLE_NAME, m.THREAD_ID, p.USER, p.COMMAND ORDER BY 1, 2 LIMIT 100`,
    );
    return rows as Rows;
  });
}

/** Without that list: how many transactions are open in InnoDB, which could hold any table. */
async function openTransactions(session: Session): Promise<Evidence> {
  const rows = await allowed(async () => {
    const found = await session.run(
      `SELECT x.trx_mysql_thread_id, COALESCE(p.USER, ''), TIMESTAMPDIFF(SECOND, x.trx_started, NOW()), x.trx_tables_in_use FROM information_schema.INNODB_TRX x
       LEFT JOIN information_schema.PROCESSLIST p ON p.ID = x.trx_mysql_thread_id WHERE x.trx_mysql_thread_id <> CONNECTION_ID() ORDER BY 3 DESC LIMIT 100`,
    );
    return found.rows as Rows;
  });
  if (rows === null) return { kind: "text", title, text: "It cannot be told: the server does not let this user see other connections' locks (performance_schema, PROCESS)." };
  if (rows.length === 0) return { kind: "text", title, text: "No other transaction is open at the moment of the dry-run; which tables are in use the server does not tell (performance_schema.metadata_locks is off)." };
  return { kind: "table", title: "Open transactions now; any of them may hold the tables", columns: ["connection", "user", "transaction open, s", "tables in use"], rows };
}

async function allowed<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StatementError && (error.reason === "permission" || error.reason === "undefinedObject")) return null;
    throw error;
  }
}
