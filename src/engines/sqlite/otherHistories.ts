import { readOtherHistories, type OtherHistory } from "../../core/migration/otherTools.ts";
import type { Session } from "../engine.ts";
import { quoteText } from "./quote.ts";

/** What other tools' history tables say. */
export function otherHistories(session: Session): Promise<OtherHistory[]> {
  return readOtherHistories(session, {
    columnsOf: async (tables) =>
      (await session.run(`SELECT '', m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name IN (${tables.map(quoteText).join(", ")}) ORDER BY 2`)).rows,
    isTrue: (column) => `${column} <> 0`,
  });
}
