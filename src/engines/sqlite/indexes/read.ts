import { parseStmt } from "sqlite3-parser";
import type { Stmt } from "sqlite3-parser";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { QueryUse, WriteUse } from "../../../core/indexes/queryUse.ts";
import type { MentionedTable, Relation } from "../../../core/indexes/read/mentionedTable.ts";
import { ReadScope } from "../../../core/indexes/read/readScope.ts";
import type { IndexRoom, ReadStatement } from "../../indexes.ts";
import { foldName } from "../quote.ts";
import { type Ask, behindOf } from "./read/behind.ts";
import { readCondition } from "./read/conditions.ts";
import { withValues } from "./read/parameters.ts";
import { type ReadRoom, StatementReader } from "./read/reader.ts";

const nothing: QueryUse = { tables: [], writes: [], behind: [], unread: [] };

/** Reads what statements ask of their tables, by SQLite's own grammar. `enforced`: foreign keys act. */
export async function readStatements(ask: Ask, enforced: boolean, statements: readonly string[], { catalog, signal }: IndexRoom): Promise<readonly ReadStatement[]> {
  const room = readRoom(catalog);
  const read: ReadStatement[] = [];
  for (const sql of statements) {
    signal.throwIfAborted();
    const parsed = parseStmt(sql);
    read.push(parsed.status === "ok" ? await readOne(ask, enforced, sql, parsed.root, room, catalog) : { use: { ...nothing, unread: ["It cannot be parsed."] } });
  }
  return read;
}

async function readOne(ask: Ask, enforced: boolean, sql: string, root: Stmt, room: ReadRoom, catalog: Catalog): Promise<ReadStatement> {
  const reader = new StatementReader(room, sql);
  const found = readStatement(root, reader, room);
  if (found === undefined) return { use: { ...nothing, unread: ["It is no query and no change of rows."] } };
  const behind = enforced && found.changed !== undefined ? await behindOf(ask, found.changed, catalog) : [];
  const filled = await withValues(ask, sql, root, reader);
  const use: QueryUse = { tables: reader.tables.map((table) => table.finished()), writes: found.writes, behind, unread: [...reader.unread, ...filled.unread] };
  return filled.sql === undefined ? { use } : { use, sql: filled.sql };
}

interface Read {
  readonly writes: readonly WriteUse[];
  /** Whose rows go, or get another key (the columns). */
  readonly changed?: { readonly table: MentionedTable; readonly columns?: readonly string[] };
}

function readStatement(root: Stmt, reader: StatementReader, room: ReadRoom): Read | undefined {
  const scope = new ReadScope();
  if (root.type === "SelectStmt") {
    reader.readSelect(root.body, scope);
    return { writes: [] };
  }
  if (root.type === "InsertStmt") {
    reader.readWith(root.with, scope);
    if (root.body.type === "SelectInsertBody") reader.readSelect(root.body.select, new ReadScope(scope));
    const relation = room.relation(foldName(root.tblName.objName.text));
    return { writes: relation === undefined ? [] : [{ schema: relation.schema, table: relation.name, kind: "insert", columns: [] }] };
  }
  if (root.type !== "UpdateStmt" && root.type !== "DeleteStmt") return undefined;
  reader.readWith(root.with, scope);
  const relation = room.relation(foldName(root.tblName.objName.text));
  if (relation === undefined) return { writes: [] };
  const table = reader.mention(relation, foldName(root.tblName.alias?.text ?? relation.name), scope);
  table.readsAll();
  const updates = root.type === "UpdateStmt" ? root.sets : [];
  if (root.type === "UpdateStmt") reader.readFrom(root.from, scope);
  for (const node of [root.whereClause, ...updates.map(({ expr }) => expr)]) reader.readColumns(node, scope);
  readCondition(root.whereClause, scope, reader.sink());
  const columns = updates.flatMap(({ colNames }) => colNames.map(({ text }) => foldName(text)));
  return { writes: [{ schema: relation.schema, table: relation.name, kind: root.type === "UpdateStmt" ? "update" : "delete", columns }], changed: root.type === "UpdateStmt" ? { table, columns } : { table } };
}

function readRoom(catalog: Catalog): ReadRoom {
  const relations = new Map<string, Relation>(catalog.tables.filter(({ form }) => form === "table").map(({ schema, name, columns, indexes }) => [foldName(name), { schema, name, indexes, columns: columns.map((column) => ({ ...column, name: foldName(column.name) })) }]));
  return {
    relation: (name) => relations.get(name),
    spelling: (table, column) => catalog.tables.find(({ name }) => name === table)?.columns.find(({ name }) => foldName(name) === column)?.name ?? column,
    view: (name) => {
      const view = catalog.views.find((one) => foldName(one.name) === name);
      const parsed = view === undefined ? undefined : parseStmt(view.query);
      return view === undefined || parsed?.status !== "ok" || parsed.root.type !== "SelectStmt" ? undefined : { select: parsed.root.body, text: view.query };
    },
  };
}
