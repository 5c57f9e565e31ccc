import { historyTableName, type HistoryStore } from "../../core/migration/historyTable.ts";
import { sqlHistory } from "../../core/migration/sqlHistory.ts";
import type { Session } from "../engine.ts";
import { quoteObject } from "./quote.ts";

/** The history table of the database. */
export function history(session: Session): HistoryStore {
  // With its database: a migration may say USE.
  const table = session.facts.database === "" ? historyTableName : quoteObject({ schema: session.facts.database, name: historyTableName });
  return sqlHistory(session, {
    find: async () => {
      const { rows } = await session.run(`SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = '${historyTableName}'`, { params: [session.facts.database] });
      return rows.length === 0 ? null : { table, hasFingerprint: rows.some(([name]) => name === "fingerprint") };
    },
    nameNew: () => Promise.resolve(table),
    types: { version: "varchar(191)", text: "text", moment: "datetime(3)", outcome: "varchar(20)" },
    momentAsText: "concat(left(date_format(applied_at, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')",
    parameter: () => "?",
    // Without another text beside it: the collations of a parameter and of a literal differ on MariaDB 11.
    momentFromText: (parameter) => `CAST(LEFT(${parameter}, 23) AS datetime(3))`,
    replacing: (columns) => `ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column} = VALUES(${column})`).join(", ")}`,
  });
}
