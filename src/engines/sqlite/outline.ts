import type { Cell, Session } from "../engine.ts";
import type { Outline, OutlineItem, OutlineParts, OutlineReader } from "../outline.ts";

/** The outline of a SQLite file: one statement; the parts of a table: four. */
export const sqliteOutline: OutlineReader = { outline, parts };

const itemsQuery = `SELECT s.type, s.name, s.tbl_name FROM sqlite_schema s
  WHERE s.type IN ('table', 'view', 'trigger') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND s.name NOT LIKE 'data\\_engineer\\_%' ESCAPE '\\'
    AND s.name NOT IN (SELECT l.name FROM pragma_table_list l WHERE l.schema = 'main' AND l.type = 'shadow')`;

async function outline(session: Session, signal: AbortSignal): Promise<Outline> {
  const { rows } = await session.run(itemsQuery, { signal });
  return {
    schemas: [],
    items: rows.map(([kind, name, table]): OutlineItem => ({ kind: kind === "view" ? "view" : kind === "trigger" ? "trigger" : "table", schema: "", name: String(name), ...(kind === "trigger" ? { detail: `on ${String(table)}` } : {}) })),
  };
}

async function parts(session: Session, { name }: Pick<OutlineItem, "name">, signal: AbortSignal): Promise<OutlineParts> {
  const ask = async (sql: string): Promise<readonly (readonly Cell[])[]> => (await session.run(sql, { params: [name], signal })).rows;
  const columns = await ask("SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid");
  const targets = new Map((await ask("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?)")).map(([from, table]) => [String(from).toLowerCase(), String(table)]));
  const indexes = await ask("SELECT i.name, i.\"unique\", i.partial, group_concat(coalesce(c.name, 'expression'), ', ') FROM pragma_index_list(?) i JOIN pragma_index_info(i.name) c WHERE i.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY i.name ORDER BY i.name");
  const triggers = await ask("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?) ORDER BY name");
  return {
    columns: columns.map(([column, type, notNull, key]) => {
      const target = targets.get(String(column).toLowerCase());
      return { name: String(column), detail: [String(type), notNull === 1 ? "not null" : ""].filter((word) => word !== "").join(" · "), key: key !== 0, ...(target === undefined ? {} : { target }) };
    }),
    indexes: indexes.map(([index, unique, partial, columnsOf]) => ({ name: String(index), detail: `${unique === 1 ? "unique " : ""}(${String(columnsOf)})${partial === 1 ? " where …" : ""}` })),
    triggers: triggers.map(([trigger, sql]) => ({ name: String(trigger), detail: /\b(?:before|after|instead\s+of)?\s*(?:insert|update|delete)\b/i.exec(String(sql))?.[0].trim().toLowerCase() ?? "" })),
    rules: [],
  };
}
