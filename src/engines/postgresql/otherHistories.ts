import { readOtherHistories, type OtherHistory } from "../../core/migration/otherTools.ts";
import type { Session } from "../engine.ts";
import { quoteText } from "./quote.ts";

/** What other tools' history tables say, in every schema that may be read. */
export function otherHistories(session: Session): Promise<OtherHistory[]> {
  return readOtherHistories(session, {
    columnsOf: async (tables) =>
      (await session.run(`
          SELECT n.nspname::text, c.relname::text, a.attname::text
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
          WHERE c.relname IN (${tables.map(quoteText).join(", ")}) AND c.relkind = 'r' AND n.nspname NOT IN ('auth', 'realtime', 'storage') AND a.attnum > 0 AND NOT a.attisdropped
            AND has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
          ORDER BY 1, 2`)).rows,
    isTrue: (column) => column,
  });
}
