import type { Node, SelectStmt } from "libpg-query";
import type { TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { as, strings } from "../facts/nodes.ts";
import { loadParser } from "../parser.ts";
import { keyOf, type Relations } from "./relations.ts";

/** Under which names a view shows the columns of a table behind it, through other views too; by the column's own name. */
export async function viewColumns(relations: Relations, view: ViewObject, table: TableObject): Promise<ReadonlyMap<string, string>> {
  const shown = new Map<string, string>();
  const query = await queryOf(view);
  if (query === undefined) return byName(view, table);
  const sources = new Map<string, { readonly schema: string; readonly name: string }>();
  for (const from of query.fromClause ?? []) gather(from, sources);
  for (const [at, target] of (query.targetList ?? []).entries()) {
    const column = view.columns[at]?.name;
    const path = strings(as(as(target, "ResTarget")?.val, "ColumnRef")?.fields);
    const last = path.at(-1);
    const source = path.length > 1 ? sources.get(path.at(-2)!) : sources.size === 1 ? [...sources.values()][0] : undefined;
    if (column === undefined || last === undefined || source === undefined) continue;
    const inner = relations.view(source);
    const own = keyOf(source) === keyOf(table) ? last : inner === undefined ? undefined : [...(await viewColumns(relations, inner, table))].find(([, name]) => name === last)?.[0];
    if (own !== undefined && !shown.has(own)) shown.set(own, column);
  }
  return shown;
}

/** Of several queries that are united, or of one that the parser does not take, nothing but equal names tells. */
function byName(view: ViewObject, table: TableObject): ReadonlyMap<string, string> {
  const names = new Set(table.columns.map(({ name }) => name));
  return new Map(view.columns.filter(({ name }) => names.has(name)).map(({ name }) => [name, name]));
}

async function queryOf(view: ViewObject): Promise<SelectStmt | undefined> {
  const parser = await loadParser();
  try {
    const query = as(parser.parse(view.query).stmts?.[0]?.stmt, "SelectStmt");
    return query?.op === undefined || query.op === "SETOP_NONE" ? query : undefined;
  } catch {
    return undefined;
  }
}

/** The relations of a FROM by the names that columns call them by. */
function gather(from: Node, sources: Map<string, { readonly schema: string; readonly name: string }>): void {
  const join = as(from, "JoinExpr");
  if (join?.larg !== undefined) gather(join.larg, sources);
  if (join?.rarg !== undefined) gather(join.rarg, sources);
  const range = as(from, "RangeVar");
  if (range?.relname !== undefined) sources.set(range.alias?.aliasname ?? range.relname, { schema: range.schemaname ?? "public", name: range.relname });
}
