import { StatementError } from "../../core/errors.ts";
import type { IntegrityProblem } from "../engine.ts";
import type { RawRow } from "./protocol.ts";
import { quoteText } from "./quote.ts";

type Query = (queries: readonly string[]) => Promise<readonly (readonly RawRow[])[]>;

/** integrity_check, and foreign_key_check with the row ids of the orphans (also where the connection does not enforce foreign keys). */
export async function checkIntegrity(query: Query): Promise<IntegrityProblem[]> {
  const [integrity = []] = await query(["SELECT integrity_check FROM pragma_integrity_check"]);
  const damaged = integrity.filter(([message]) => message !== "ok").map(([message]) => ({ check: "integrity", object: "database", message: String(message) }));
  return [...damaged, ...(await orphans(query))];
}

const orphansOf = (argument: string): string => `SELECT c."table", c.rowid, c.parent, (SELECT group_concat("from", ', ') FROM pragma_foreign_key_list(c."table") f WHERE f.id = c.fkid)
  FROM pragma_foreign_key_check${argument} c ORDER BY 1, 4, 2`;

/** One foreign key whose target has no fitting key makes the check of all tables fail; then each is checked on its own. */
async function orphans(query: Query): Promise<IntegrityProblem[]> {
  try {
    const [rows = []] = await query([orphansOf("")]);
    return rows.map(orphan);
  } catch (error) {
    if (!isMismatch(error)) throw error;
  }
  const [tables = []] = await query(["SELECT DISTINCT l.name FROM pragma_table_list l JOIN pragma_foreign_key_list(l.name) WHERE l.schema = 'main' AND l.type = 'table' ORDER BY 1"]);
  const found: IntegrityProblem[] = [];
  for (const [name] of tables) {
    const table = String(name);
    try {
      const [rows = []] = await query([orphansOf(`(${quoteText(table)})`)]);
      found.push(...rows.map(orphan));
    } catch (error) {
      if (!isMismatch(error)) throw error;
      found.push({ check: "foreignKey", object: table, message: `${error.message}: the columns referred to need a primary key or a unique index.` });
    }
  }
  return found;
}

function orphan([table, rowid, parent, columns]: RawRow): IntegrityProblem {
  const row = rowid === null ? "a row" : `row ${String(rowid)}`;
  return { check: "foreignKey", object: String(table), message: `${row} of ${String(table)} (${String(columns)}) refers to a row of ${String(parent)} that does not exist.` };
}

function isMismatch(error: unknown): error is StatementError {
  return error instanceof StatementError && /foreign key mismatch/.test(error.message);
}
