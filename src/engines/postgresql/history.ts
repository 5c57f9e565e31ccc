import { historyTableName, type HistoryStore } from "../../core/migration/historyTable.ts";
import { sqlHistory } from "../../core/migration/sqlHistory.ts";
import type { Session } from "../engine.ts";
import { quoteName } from "./quote.ts";

const findQuery = `
    SELECT n.nspname::text, EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'fingerprint' AND NOT a.attisdropped)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = '${historyTableName}' AND c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%'
    ORDER BY n.nspname = current_schema() DESC NULLS LAST, n.nspname = 'public' DESC, 1 LIMIT 1`;

/** The history table, in whichever schema it is; a new one stands where the search path begins. */
export function history(session: Session): HistoryStore {
  const within = (schema: string): string => `${quoteName(schema)}.${historyTableName}`;
  return sqlHistory(session, {
    find: async () => {
      const [found] = (await session.run(findQuery)).rows;
      return found === undefined ? null : { table: within(String(found[0])), hasFingerprint: found[1] === true };
    },
    nameNew: async () => within(String((await session.run("SELECT coalesce(current_schema(), 'public')::text")).rows[0]?.[0])),
    types: { version: "text", text: "text", moment: "timestamptz" },
    momentAsText: `to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    parameter: (at) => `$${at}`,
    replacing: (columns) => `ON CONFLICT (version) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`,
  });
}
