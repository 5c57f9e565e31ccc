import { historyTableName, type HistoryStore } from "../../core/migration/historyTable.ts";
import { sqlHistory } from "../../core/migration/sqlHistory.ts";
import type { Session } from "../engine.ts";

/** The history table of the file. */
export function history(session: Session): HistoryStore {
  return sqlHistory(session, {
    find: async () => {
      const { rows } = await session.run(`SELECT name FROM pragma_table_info('${historyTableName}')`);
      return rows.length === 0 ? null : { table: historyTableName, hasFingerprint: rows.some(([name]) => name === "fingerprint") };
    },
    nameNew: () => Promise.resolve(historyTableName),
    types: { version: "text", text: "text", moment: "text" },
    momentAsText: "applied_at",
    parameter: () => "?",
    replacing: (columns) => `ON CONFLICT (version) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`,
  });
}
