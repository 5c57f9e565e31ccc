import type { HotStatement, Unseen, Workload } from "../../../core/workload/workload.ts";
import type { Cell, Session } from "../../engine.ts";
import { orUnseen } from "./orUnseen.ts";
import type { ServerState } from "./server.ts";

export interface StatementsRead {
  readonly found: Pick<Workload, "statements" | "totals" | "statementsSince">;
  readonly unseen: readonly Unseen[];
}

const what = "Which statements take the time";

/** Timers of the performance schema are picoseconds. */
const picoseconds = 1e9;

/** The digests of this database by time, in one statement, without what tools asked of the server's own tables. */
export async function readStatements(session: Session, server: ServerState, top: number, signal: AbortSignal): Promise<StatementsRead> {
  const none: StatementsRead["found"] = { statements: [], totals: {} };
  if (!server.counts) return { found: none, unseen: [{ what, why: "The performance schema is off.", run: ["[mysqld] performance_schema = ON in the server's configuration, then restart it"] }] };
  const read = await orUnseen(() => session.run(
    `SELECT DIGEST, DIGEST_TEXT, COUNT_STAR, SUM_TIMER_WAIT, AVG_TIMER_WAIT, MAX_TIMER_WAIT, SUM_ROWS_SENT + SUM_ROWS_AFFECTED, SUM_ROWS_EXAMINED, SUM_CREATED_TMP_DISK_TABLES, SUM_SELECT_FULL_JOIN, SUM_SELECT_SCAN, SUM_SORT_MERGE_PASSES, SUM_ERRORS, SUM_NO_INDEX_USED,
       (SELECT SUM(SUM_TIMER_WAIT) FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = DATABASE()), (SELECT SUM(COUNT_STAR) FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = DATABASE()),
       (SELECT DATE_FORMAT(CONVERT_TZ(MIN(FIRST_SEEN), @@session.time_zone, '+00:00'), '%Y-%m-%dT%H:%i:%sZ') FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = DATABASE())
     FROM performance_schema.events_statements_summary_by_digest
     WHERE SCHEMA_NAME = DATABASE() AND DIGEST_TEXT IS NOT NULL AND DIGEST_TEXT REGEXP '^(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CALL|LOAD|ALTER|CREATE|\\\\(|TABLE)' AND DIGEST_TEXT NOT LIKE 'SELECT @@%' AND DIGEST_TEXT NOT REGEXP '(INFORMATION_SCHEMA|\`?performance_schema\`?|\`?mysql\`?|\`?sys\`?)\`? *[.]'
     ORDER BY SUM_TIMER_WAIT DESC LIMIT ${Math.trunc(top)}`,
    { signal },
  ), what, ["GRANT SELECT ON performance_schema.* TO …"]);
  if ("unseen" in read) return { found: none, unseen: [read.unseen] };
  const { rows } = read.value;
  const [first] = rows;
  const whole = Number(first?.[14] ?? 0);
  return {
    found: {
      statements: rows.map((row) => statement(row, whole)),
      totals: first === undefined ? {} : { ms: whole / picoseconds, calls: Number(first[15]) },
      ...(typeof first?.[16] === "string" ? { statementsSince: first[16] } : {}),
    },
    unseen: [],
  };
}

function statement([id, text, calls, total, mean, most, count, examined, onDisk, fullJoins, scans, merges, errors]: readonly Cell[], whole: number): HotStatement {
  const notes = [
    ...(Number(scans) > 0 || Number(fullJoins) > 0 ? [`${Number(fullJoins) > 0 ? "join without an index" : "full scan"} in ${Math.max(Number(scans), Number(fullJoins))} calls`] : []),
    ...(Number(onDisk) > 0 ? [`temporary tables on disk: ${Number(onDisk)}`] : []),
    ...(Number(merges) > 0 ? [`sorts that did not fit in memory: ${Number(merges)} merges`] : []),
    ...(Number(errors) > 0 ? [`errors: ${Number(errors)}`] : []),
  ];
  return {
    id: String(id), text: String(text), calls: Number(calls), totalMs: Number(total) / picoseconds, meanMs: Number(mean) / picoseconds, maxMs: Number(most) / picoseconds,
    share: whole <= 0 ? 0 : Number(total) / whole, rows: Number(count), examined: Number(examined), notes,
  };
}
