import type { IntegrityProblem } from "../engine.ts";
import type { RawRow } from "./protocol.ts";

type Query = (queries: readonly string[]) => Promise<readonly (readonly RawRow[])[]>;

/** integrity_check, and foreign_key_check with the row ids of the orphans (also where the connection does not enforce foreign keys). */
export async function checkIntegrity(query: Query): Promise<IntegrityProblem[]> {
  const [integrity = [], orphans = []] = await query([
    "SELECT integrity_check FROM pragma_integrity_check",
    `SELECT c."table", c.rowid, c.parent, c.fkid,
      (SELECT group_concat("from", ', ') FROM pragma_foreign_key_list(c."table") f WHERE f.id = c.fkid)
      FROM pragma_foreign_key_check c ORDER BY 1, 4, 2`,
  ]);
  const damaged = integrity.filter(([message]) => message !== "ok").map(([message]) => ({ check: "integrity", object: "database", message: String(message) }));
  return [...damaged, ...orphans.map(orphan)];
}

function orphan([table, rowid, parent, , columns]: RawRow): IntegrityProblem {
  const row = rowid === null ? "a row" : `row ${String(rowid)}`;
  return { check: "foreignKey", object: String(table), message: `${row} of ${String(table)} (${String(columns)}) refers to a row of ${String(parent)} that does not exist.` };
}
