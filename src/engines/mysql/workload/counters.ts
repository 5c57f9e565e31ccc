import type { IndexWork, TableWork, Unseen } from "../../../core/workload/workload.ts";
import type { Cell, Session } from "../../engine.ts";
import { orUnseen } from "./orUnseen.ts";
import type { ServerState } from "./server.ts";

export interface CountersRead {
  readonly tables: readonly TableWork[];
  readonly indexes: readonly IndexWork[];
  readonly unseen: readonly Unseen[];
}

/** Sizes of tables, and what the performance schema counted of tables and indexes: rows that were fetched with no index are those of whole reads. */
export async function readCounters(session: Session, server: ServerState, signal: AbortSignal): Promise<CountersRead> {
  const { rows: sizes } = await session.run(
    "SELECT TABLE_NAME, TABLE_ROWS, DATA_LENGTH, INDEX_LENGTH, DATA_FREE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME NOT LIKE 'data\\_engineer\\_%' ORDER BY 1",
    { signal },
  );
  const used = server.counts
    ? await orUnseen(() => session.run(
        `SELECT OBJECT_NAME, INDEX_NAME, COUNT_FETCH, COUNT_INSERT, COUNT_UPDATE, COUNT_DELETE FROM performance_schema.table_io_waits_summary_by_index_usage
         WHERE OBJECT_SCHEMA = DATABASE() AND OBJECT_TYPE = 'TABLE' ORDER BY 1, 2`,
        { signal },
      ), "How often tables and indexes are read", ["GRANT SELECT ON performance_schema.* TO …"])
    : { unseen: { what: "How often tables and indexes are read", why: "The performance schema is off.", run: ["[mysqld] performance_schema = ON in the server's configuration, then restart it"] } };
  const indexSizes = await orUnseen(() => session.run("SELECT table_name, index_name, stat_value * @@innodb_page_size FROM mysql.innodb_index_stats WHERE database_name = DATABASE() AND stat_name = 'size'", { signal }), "How large single indexes are", ["GRANT SELECT ON mysql.innodb_index_stats TO …"]);
  const analysed = await orUnseen(() => session.run("SELECT table_name, DATE_FORMAT(CONVERT_TZ(last_update, @@session.time_zone, '+00:00'), '%Y-%m-%dT%H:%i:%sZ') FROM mysql.innodb_table_stats WHERE database_name = DATABASE()", { signal }), "When statistics were made", ["GRANT SELECT ON mysql.innodb_table_stats TO …"]);
  const uses = "value" in used ? used.value.rows : [];
  const bytes = new Map("value" in indexSizes ? indexSizes.value.rows.map(([table, index, size]) => [`${String(table)} ${String(index)}`, Number(size)]) : []);
  const when = new Map("value" in analysed ? analysed.value.rows.map(([table, moment]) => [String(table), moment]) : []);
  return {
    tables: sizes.map((row) => tableWork("", row, uses.filter(([table]) => table === row[0]), when.get(String(row[0])))),
    indexes: uses.filter(([, index]) => index !== null).map(([table, index, fetches]): IndexWork => {
      const size = bytes.get(`${String(table)} ${String(index)}`);
      return { schema: "", table: String(table), index: String(index), scans: Number(fetches), ...(size === undefined ? {} : { bytes: size }) };
    }),
    unseen: [used, indexSizes, analysed].flatMap((read) => ("unseen" in read ? [read.unseen] : [])),
  };
}

function tableWork(schema: string, [table, rows, bytes, indexBytes, free]: readonly Cell[], uses: readonly (readonly Cell[])[], analysed: Cell | undefined): TableWork {
  const sum = (at: number, of: (row: readonly Cell[]) => boolean = () => true): number => uses.filter(of).reduce((total, row) => total + Number(row[at]), 0);
  return {
    schema, table: String(table), rows: Number(rows ?? 0), bytes: Number(bytes ?? 0) + Number(free ?? 0), indexBytes: Number(indexBytes ?? 0), bloatBytes: Number(free ?? 0), bloatHow: "as InnoDB tells it",
    ...(uses.length === 0 ? {} : { fullScanRows: sum(2, ([, index]) => index === null), indexRows: sum(2, ([, index]) => index !== null), inserts: sum(3), updates: sum(4), deletes: sum(5) }),
    ...(typeof analysed === "string" ? { lastAnalyse: analysed } : {}),
  };
}
