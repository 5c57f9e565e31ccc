import type { Node } from "libpg-query";
import type { WriteUse } from "../../../../core/indexes/queryUse.ts";
import { all, as } from "../../facts/nodes.ts";
import { readCondition } from "./conditions.ts";
import type { ReadRoom, StatementReader } from "./reader.ts";
import { ReadScope } from "../../../../core/indexes/read/readScope.ts";
import type { MentionedTable } from "../../../../core/indexes/read/mentionedTable.ts";

/** A change that tables which refer to this one are asked about. */
export interface KeyChange {
  readonly table: MentionedTable;
  /** Of an update; undefined: the rows go. */
  readonly columns?: readonly string[];
}

export interface StatementUse {
  readonly writes: readonly WriteUse[];
  readonly changes: readonly KeyChange[];
}

/** Reads a query or a change of rows; undefined for any other statement. */
export function readStatement(node: Node | undefined, reader: StatementReader, room: ReadRoom): StatementUse | undefined {
  const scope = new ReadScope();
  const select = as(node, "SelectStmt");
  if (select !== undefined) {
    reader.readSelect(select, scope);
    return { writes: [], changes: [] };
  }
  const insert = as(node, "InsertStmt");
  if (insert !== undefined) {
    reader.readWith(insert.withClause, scope, insert);
    const query = as(insert.selectStmt, "SelectStmt");
    if (query !== undefined) reader.readSelect(query, new ReadScope(scope));
    const relation = room.relation(insert.relation?.schemaname, insert.relation?.relname ?? "");
    return relation === undefined ? { writes: [], changes: [] } : { writes: [{ schema: relation.schema, table: relation.name, kind: "insert", columns: [] }], changes: [] };
  }
  const update = as(node, "UpdateStmt");
  const removal = as(node, "DeleteStmt");
  const change = update ?? removal;
  if (change === undefined) return undefined;
  reader.readWith(change.withClause, scope, change);
  const relation = room.relation(change.relation?.schemaname, change.relation?.relname ?? "");
  if (relation === undefined) return { writes: [], changes: [] };
  const table = reader.mention(relation, change.relation?.alias?.aliasname ?? relation.name, scope);
  table.readsAll();
  for (const item of update?.fromClause ?? removal?.usingClause ?? []) reader.readFrom(item, scope);
  const columns = all(update?.targetList, "ResTarget").flatMap(({ name }) => (name === undefined ? [] : [name]));
  reader.readColumns([change.whereClause, all(update?.targetList, "ResTarget").map(({ val }) => val), change.returningClause], scope);
  readCondition(change.whereClause, scope, reader.sink());
  return {
    writes: [{ schema: relation.schema, table: relation.name, kind: update === undefined ? "delete" : "update", columns }],
    changes: [update === undefined ? { table } : { table, columns }],
  };
}
