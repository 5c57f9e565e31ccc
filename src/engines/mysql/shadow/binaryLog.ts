import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";

/**
 * Keeps what the session does out of the server's binary log: a scratch database and its sampled rows have no business on replicas and in backups of the log.
 * False where the log is written and the account may not leave it (MySQL: SYSTEM_VARIABLES_ADMIN or SESSION_VARIABLES_ADMIN; MariaDB: BINLOG ADMIN).
 */
export async function leaveBinaryLog(session: Session): Promise<boolean> {
  const [[written] = []] = (await session.run("SELECT @@log_bin")).rows;
  if (Number(written) === 0) return true;
  try {
    await session.run("SET SESSION sql_log_bin = 0");
    return true;
  } catch (error) {
    if (error instanceof StatementError && error.reason === "permission") return false;
    throw error;
  }
}
