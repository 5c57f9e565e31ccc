import type { Outline, OutlineItem, OutlineKind, OutlineParts, OutlineReader } from "../outline.ts";
import type { Cell, Session } from "../engine.ts";
import { notOfExtension, ownTables, userSchema } from "./catalog/sql.ts";

/** The outline of a PostgreSQL database: two statements; the parts of a relation: three. */
export const postgresqlOutline: OutlineReader = { outline, parts };

const schemasQuery = `SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE ${userSchema("n")}
  AND n.oid NOT IN (SELECT x.objid FROM pg_catalog.pg_depend x WHERE x.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND x.deptype = 'e') ORDER BY 1`;

const itemsQuery = `SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materializedView' WHEN 'S' THEN 'sequence' ELSE 'table' END, n.nspname, c.relname,
    CASE WHEN c.relkind IN ('r', 'm', 'f', 'p') AND c.reltuples >= 0 THEN c.reltuples::bigint::text END, ''
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND ${userSchema("n")} AND c.relname NOT IN ${ownTables} AND ${notOfExtension("pg_class", "c.oid")}
    AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0))
  UNION ALL SELECT 'routine', n.nspname, p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', NULL, CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE ${userSchema("n")} AND ${notOfExtension("pg_proc", "p.oid")}`;

async function outline(session: Session, signal: AbortSignal): Promise<Outline> {
  const schemas = (await session.run(schemasQuery, { signal })).rows.map(([name]) => text(name));
  const items = (await session.run(itemsQuery, { signal })).rows.map(([kind, schema, name, rows, detail]): OutlineItem => ({
    kind: text(kind) as OutlineKind, schema: text(schema), name: text(name), ...(rows === null || rows === undefined ? {} : { rows: Number(rows) }), ...(detail === "" ? {} : { detail: text(detail) }),
  }));
  return { schemas, items };
}

const relation = "pg_catalog.to_regclass(pg_catalog.format('%I.%I', $1::text, $2::text))";

const columnsQuery = `SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
    EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)),
    (SELECT f.confrelid::pg_catalog.regclass::text FROM pg_catalog.pg_constraint f WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND a.attnum = ANY (f.conkey) LIMIT 1),
    pg_catalog.col_description(a.attrelid, a.attnum), pg_catalog.obj_description(a.attrelid, 'pg_class')
  FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${relation} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;
const indexesQuery = `SELECT c.relname, pg_catalog.pg_get_indexdef(i.indexrelid), i.indisvalid FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = ${relation} ORDER BY 1`;
const triggersQuery = `SELECT t.tgname, pg_catalog.pg_get_triggerdef(t.oid, true), t.tgenabled::text FROM pg_catalog.pg_trigger t WHERE t.tgrelid = ${relation} AND NOT t.tgisinternal ORDER BY 1`;

async function parts(session: Session, { schema, name }: Pick<OutlineItem, "schema" | "name">, signal: AbortSignal): Promise<OutlineParts> {
  const ask = async (sql: string): Promise<readonly (readonly Cell[])[]> => (await session.run(sql, { params: [schema, name], signal })).rows;
  const columns = await ask(columnsQuery);
  const comment = columns[0]?.[6];
  return {
    columns: columns.map(([column, type, notNull, key, target, said]) => ({
      name: text(column), detail: `${text(type)}${notNull === true ? " · not null" : ""}`, key: key === true,
      ...(target === null || target === undefined ? {} : { target: text(target) }), ...(said === null || said === undefined ? {} : { comment: text(said) }),
    })),
    indexes: (await ask(indexesQuery)).map(([index, definition, valid]) => ({ name: text(index), detail: `${text(definition).replace(/^CREATE (UNIQUE )?INDEX .*? USING /, "$1")}${valid === true ? "" : " · invalid"}` })),
    triggers: (await ask(triggersQuery)).map(([trigger, definition, enabled]) => ({ name: text(trigger), detail: `${/\b(?:BEFORE|AFTER|INSTEAD OF) .*? ON /.exec(text(definition))?.[0].replace(/ ON $/, "").toLowerCase() ?? ""}${enabled === "D" ? " · disabled" : ""}` })),
    rules: [],
    ...(typeof comment === "string" ? { comment } : {}),
  };
}

function text(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell : cell === null || cell === undefined ? "" : JSON.stringify(cell);
}
