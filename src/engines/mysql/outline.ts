import type { Cell, Session } from "../engine.ts";
import type { Outline, OutlineItem, OutlineKind, OutlineParts, OutlineReader } from "../outline.ts";
import { isOwn } from "./catalog/source.ts";
import { kindExpression, kindsOf } from "./relationKinds.ts";

/** The outline of a MySQL or MariaDB database: one statement, and one more for the row estimates of a small one (two for what is what in a large one of MariaDB); the parts of a table: four. */
export const mysqlOutline: OutlineReader = { outline, parts };

/** Nothing here makes the server open a table, which is what costs where there are thousands. */
const itemsQuery = (kind: string): string => `SELECT ${kind}, TABLE_NAME, '' FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
  UNION ALL SELECT 'routine', ROUTINE_NAME, LOWER(ROUTINE_TYPE) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
  UNION ALL SELECT 'event', EVENT_NAME, LOWER(STATUS) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()
  UNION ALL SELECT 'trigger', TRIGGER_NAME, CONCAT('on ', EVENT_OBJECT_TABLE) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()`;
const rowsQuery = `SELECT TABLE_NAME, ${kindExpression}, TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`;
/** Estimates are read where that takes no time to speak of. */
const estimatedUpTo = 300;
const notRelations = new Set<Cell>(["routine", "event", "trigger"]);

async function outline(session: Session, signal: AbortSignal): Promise<Outline> {
  const told = session.facts.dialect === "mysql";
  const found = (await session.run(itemsQuery(told ? kindExpression : "''"), { signal })).rows.filter(([, name]) => !isOwn(String(name)));
  const relations = found.filter(([kind]) => !notRelations.has(kind ?? null)).map(([, name]) => String(name));
  const few = relations.length > 0 && relations.length <= estimatedUpTo ? (await session.run(rowsQuery, { signal })).rows : [];
  const kinds = relations.length > estimatedUpTo && !told ? await kindsOf(session, relations, signal) : new Map(few.map(([name, kind]) => [String(name), String(kind)]));
  const estimates = new Map(few.filter(([, kind]) => kind === "table").map(([name, , count]) => [String(name), Number(count ?? 0)]));
  return {
    schemas: [],
    items: found.map(([cell, text, detail]): OutlineItem => {
      const name = String(text);
      const kind = cell === "" ? (kinds.get(name) ?? "table") : String(cell);
      const count = kind === "table" ? estimates.get(name) : undefined;
      return { kind: kind as OutlineKind, schema: "", name, ...(count === undefined ? {} : { rows: count }), ...(detail === "" || detail === "enabled" ? {} : { detail: String(detail) }) };
    }),
  };
}

const columnsQuery = "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_KEY, EXTRA, COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";
const targetsQuery = "SELECT COLUMN_NAME, REFERENCED_TABLE_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL";
const indexesQuery = "SELECT INDEX_NAME, MIN(NON_UNIQUE), GROUP_CONCAT(COALESCE(COLUMN_NAME, 'expression') ORDER BY SEQ_IN_INDEX SEPARATOR ', '), MIN(INDEX_TYPE) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? GROUP BY INDEX_NAME ORDER BY INDEX_NAME";
const triggersQuery = "SELECT TRIGGER_NAME, LOWER(CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION)) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ? ORDER BY TRIGGER_NAME";

async function parts(session: Session, { name }: Pick<OutlineItem, "name">, signal: AbortSignal): Promise<OutlineParts> {
  const ask = async (sql: string): Promise<readonly (readonly Cell[])[]> => (await session.run(sql, { params: [name], signal })).rows;
  const columns = await ask(columnsQuery);
  const targets = new Map((await ask(targetsQuery)).map(([column, table]) => [String(column), String(table)]));
  return {
    columns: columns.map(([column, type, nullable, key, extra, comment]) => {
      const target = targets.get(String(column));
      return {
        name: String(column), detail: [String(type), nullable === "NO" ? "not null" : "", String(extra ?? "").toLowerCase()].filter((word) => word !== "").join(" · "), key: key === "PRI",
        ...(target === undefined ? {} : { target }), ...(comment === "" || comment === null || comment === undefined ? {} : { comment: String(comment) }),
      };
    }),
    indexes: (await ask(indexesQuery)).map(([index, many, columnsOf, type]) => ({ name: String(index), detail: `${Number(many) === 0 ? "unique " : ""}(${String(columnsOf)})${type === "BTREE" ? "" : ` ${String(type).toLowerCase()}`}` })),
    triggers: (await ask(triggersQuery)).map(([trigger, when]) => ({ name: String(trigger), detail: String(when) })),
    rules: [],
  };
}
