import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { QueryUse, WriteUse } from "../../../core/indexes/queryUse.ts";
import type { Relation } from "../../../core/indexes/read/mentionedTable.ts";
import { ReadScope } from "../../../core/indexes/read/readScope.ts";
import type { IndexRoom, ReadStatement } from "../../indexes.ts";
import { foldName } from "../quote.ts";
import { readCondition } from "./read/conditions.ts";
import { withValues } from "./read/parameters.ts";
import { parseOne } from "./read/parser.ts";
import { type ReadRoom, StatementReader } from "./read/reader.ts";
import { inside, isTree, listIn, namesOf } from "./read/tree.ts";
import type { Tree } from "./read/tree.ts";

/** Runs one reading statement. */
export type Ask = (sql: string) => Promise<readonly (readonly unknown[])[]>;

const nothing: QueryUse = { tables: [], writes: [], behind: [], unread: [] };

/** Reads what statements ask of their tables. A wrong reading costs a suggestion that the trial then shows to be useless. */
export async function readStatements(ask: Ask, statements: readonly string[], { catalog, signal }: IndexRoom): Promise<readonly ReadStatement[]> {
  const room = await readRoom(catalog);
  const read: ReadStatement[] = [];
  for (const sql of statements) {
    signal.throwIfAborted();
    const parsed = await parseOne(sql);
    read.push(typeof parsed === "string" ? { use: { ...nothing, unread: [parsed] } } : await readOne(ask, sql, parsed, room));
  }
  return read;
}

async function readOne(ask: Ask, sql: string, root: Tree, room: ReadRoom): Promise<ReadStatement> {
  const reader = new StatementReader(room);
  const writes = readStatement(root, reader, room);
  if (writes === undefined) return { use: { ...nothing, unread: ["It is no query and no change of rows."] } };
  const filled = await withValues(ask, sql, root, reader);
  const use: QueryUse = { tables: reader.tables.map((table) => table.finished()), writes, behind: [], unread: [...reader.unread, ...filled.unread] };
  return filled.sql === undefined ? { use } : { use, sql: filled.sql };
}

function readStatement(root: Tree, reader: StatementReader, room: ReadRoom): readonly WriteUse[] | undefined {
  const scope = new ReadScope();
  const query = inside(root, "Query");
  if (query !== undefined) {
    reader.readQuery(query, scope);
    return [];
  }
  const insert = inside(root, "Insert");
  if (insert !== undefined) {
    const source = inside(insert, "source");
    if (source !== undefined) reader.readQuery(source, scope);
    const relation = room.relation(nameIn(insert["table"]));
    return relation === undefined ? [] : [{ schema: relation.schema, table: relation.name, kind: "insert", columns: [] }];
  }
  const update = inside(root, "Update");
  if (update !== undefined) {
    const columns = listIn(update, "assignments").flatMap((one) => columnsSet(inside(one, "target")));
    return changed(reader, [update["table"]], update["selection"], scope, "update", columns, listIn(update, "assignments"));
  }
  const remove = inside(root, "Delete");
  if (remove === undefined) return undefined;
  const from = inside(remove, "from");
  return changed(reader, from === undefined ? [] : (Object.values(from).find((one) => Array.isArray(one)) as readonly unknown[] | undefined) ?? [], remove["selection"], scope, "delete", [], []);
}

function changed(reader: StatementReader, from: readonly unknown[], selection: unknown, scope: ReadScope, kind: "update" | "delete", columns: readonly string[], assignments: readonly unknown[]): readonly WriteUse[] {
  reader.readFrom(from, scope);
  const [source] = scope.sources;
  if (source !== undefined && "table" in source) source.table.readsAll();
  reader.readColumns(selection, scope);
  for (const one of assignments) reader.readColumns(isTree(one) ? one["value"] : undefined, scope);
  readCondition(selection, scope, reader.sink());
  return source !== undefined && "table" in source ? [{ schema: source.table.relation.schema, table: source.table.relation.name, kind, columns }] : [];
}

function columnsSet(target: Tree | undefined): string[] {
  const parts = listIn(target, "ColumnName");
  const last = inside(parts.at(-1), "Identifier")?.["value"] ?? namesOf(target)?.at(-1);
  return typeof last === "string" ? [foldName(last)] : [];
}

/** The last name inside: of `shop`.`orders`, orders. */
function nameIn(node: unknown): string {
  const named = inside(node, "TableName");
  const parts = Array.isArray(node) ? (node as readonly unknown[]) : named === undefined ? listIn(node, "TableName") : [];
  return String(inside(parts.at(-1), "Identifier")?.["value"] ?? "");
}

async function readRoom(catalog: Catalog): Promise<ReadRoom> {
  const fold = (name: string): string => (catalog.rules?.caselessTables === true ? foldName(name) : name);
  const relations = new Map<string, Relation>(catalog.tables.filter(({ form }) => form === "table" || form === "partitioned").map(({ schema, name, columns, indexes }) => [fold(name), { schema, name, indexes, columns: columns.map((column) => ({ ...column, name: foldName(column.name) })) }]));
  const views = new Map<string, Tree>();
  for (const { name, query } of catalog.views) {
    const parsed = await parseOne(query);
    const tree = typeof parsed === "string" ? undefined : inside(parsed, "Query");
    if (tree !== undefined) views.set(fold(name), tree);
  }
  return { relation: (name) => relations.get(fold(name)), view: (name) => views.get(fold(name)) };
}
