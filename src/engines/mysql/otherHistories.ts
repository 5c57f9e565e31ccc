import { readOtherHistories, type OtherHistory } from "../../core/migration/otherTools.ts";
import type { Session } from "../engine.ts";
import { quoteText } from "./quote.ts";

/** What other tools' history tables of this database say. */
export function otherHistories(session: Session): Promise<OtherHistory[]> {
  return readOtherHistories(session, {
    columnsOf: async (tables) =>
      (
        await session.run(
          `SELECT '', c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.COLUMNS c JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
           WHERE t.TABLE_TYPE = 'BASE TABLE' AND c.TABLE_SCHEMA = ? AND c.TABLE_NAME IN (${tables.map(quoteText).join(", ")}) ORDER BY 2, c.ORDINAL_POSITION`,
          { params: [session.facts.database] },
        )
      ).rows,
    isTrue: (column) => `${column} <> 0`,
  });
}
