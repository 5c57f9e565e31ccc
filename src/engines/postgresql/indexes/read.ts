import type { Node, SelectStmt } from "libpg-query";
import type { QueryUse } from "../../../core/indexes/queryUse.ts";
import type { IndexRoom, ReadStatement } from "../../indexes.ts";
import { as } from "../facts/nodes.ts";
import { loadParser, type Parser } from "../parser.ts";
import { type Ask, behindOf } from "./read/behind.ts";
import { readSurroundings, type Surroundings } from "./read/surroundings.ts";
import { withValues } from "./read/parameters.ts";
import { type ReadRoom, StatementReader } from "./read/reader.ts";
import { readStatement } from "./read/statement.ts";
import type { Relation } from "../../../core/indexes/read/mentionedTable.ts";

/** Reads what statements ask of their tables, from the trees of PostgreSQL's own parser. */
export async function readStatements(ask: Ask, statements: readonly string[], room: IndexRoom): Promise<readonly ReadStatement[]> {
  const parser = await loadParser();
  const around = await readSurroundings(ask, room);
  const reading = readRoom(parser, around, room);
  const read: ReadStatement[] = [];
  for (const sql of statements) {
    room.signal.throwIfAborted();
    read.push(await readOne(ask, parser, reading, sql, room));
  }
  return read;
}

async function readOne(ask: Ask, parser: Parser, reading: ReadRoom, sql: string, room: IndexRoom): Promise<ReadStatement> {
  const none: QueryUse = { tables: [], writes: [], behind: [], unread: [] };
  const parsed = parsedOne(parser, sql);
  if (typeof parsed === "string") return { use: { ...none, unread: [parsed] } };
  const reader = new StatementReader(reading);
  const found = readStatement(parsed, reader, reading);
  if (found === undefined) return { use: { ...none, unread: ["It is no query and no change of rows."] } };
  const behind = await behindOf(ask, found.changes, room.catalog);
  const filled = await withValues(ask, sql, parsed, reader);
  const use: QueryUse = { tables: reader.tables.map((table) => table.finished()), writes: found.writes, behind, unread: [...reader.unread, ...filled.unread] };
  return filled.sql === undefined ? { use } : { use, sql: filled.sql };
}

/** The only statement of a text, or why there is none. */
function parsedOne(parser: Parser, sql: string): Node | string {
  try {
    const { stmts = [] } = parser.parse(sql);
    const [first] = stmts;
    return first?.stmt === undefined || stmts.length > 1 ? "It is not one statement." : first.stmt;
  } catch (error) {
    return `It cannot be parsed: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

function readRoom(parser: Parser, around: Surroundings, { catalog }: IndexRoom): ReadRoom {
  const named = <Item extends { readonly schema: string; readonly name: string }>(items: readonly Item[], schema: string | undefined, name: string): Item | undefined => {
    const same = items.filter((item) => item.name === name && (schema === undefined || item.schema === schema));
    return schema !== undefined ? same[0] : around.path.map((one) => same.find((item) => item.schema === one)).find((item) => item !== undefined);
  };
  const stored: readonly Relation[] = [...catalog.tables.filter(({ form }) => form !== "foreign"), ...catalog.views.filter(({ form }) => form === "materializedView")];
  return {
    types: around.types,
    relation: (schema, name) => named(stored, schema, name),
    view: (schema, name) => {
      const view = named(catalog.views.filter(({ form }) => form === "view"), schema, name);
      const parsed = view === undefined ? undefined : parsedOne(parser, view.query);
      return typeof parsed === "object" ? (as(parsed, "SelectStmt") as SelectStmt | undefined) : undefined;
    },
    policies: (relation) => {
      const table = catalog.tables.find(({ schema, name }) => schema === relation.schema && name === relation.name);
      if (table === undefined || !around.isSubject(table)) return undefined;
      const applying = table.policies.filter(({ command, roles }) => (command === "ALL" || command === "SELECT") && roles.some((role) => role.toLowerCase() === "public" || around.roles.has(role)));
      const conditions = (permissive: boolean): Node[] => applying.filter((policy) => policy.permissive === permissive && policy.using !== undefined).flatMap(({ using = "" }) => {
        const parsed = parsedOne(parser, `SELECT 1 WHERE ${using}`);
        const condition = typeof parsed === "object" ? as(parsed, "SelectStmt")?.whereClause : undefined;
        return condition === undefined ? [] : [condition];
      });
      return { permissive: conditions(true), restrictive: conditions(false) };
    },
  };
}
