import type { Expr, Select, SelectFrom, SortedColumn } from "sqlite3-parser";
import type { OrderKey } from "../../../../core/indexes/queryUse.ts";
import type { Target } from "../../../../core/indexes/read/mentionedTable.ts";
import { setGroup, setOrder } from "../../../../core/indexes/read/ofOneTable.ts";
import type { Output, ReadScope } from "../../../../core/indexes/read/readScope.ts";
import { columnOf } from "../../plan/term.ts";
import { foldName } from "../../quote.ts";
import { stripped, targetsOf } from "./parts.ts";

/** Takes ORDER BY, GROUP BY, DISTINCT, a window, min and max, and the limit to the table that they are about, where it is one. */
export function readOrder(select: SelectFrom, query: Select, outputs: readonly Output[], scope: ReadScope, text: string, exists: boolean): void {
  if (query.limit !== undefined || exists) for (const source of scope.sources) if ("table" in source) source.table.limited = true;
  const grouped = select.groupBy ?? [];
  if (grouped.length > 0) setGroup(grouped.map((node) => meant(node, outputs, scope, text)));
  else if (select.distinctness === "Distinct") setGroup(outputs.map(({ targets }) => targets));
  const calls = select.columns.flatMap((column) => (column.type === "ExprResultColumn" && column.expr.type === "FunctionCallExpr" ? [column.expr] : []));
  if (grouped.length === 0 && query.orderBy !== undefined) return setOrder(query.orderBy.map((key) => ({ targets: meant(key.expr, outputs, scope, text), as: keyOf(key) })));
  const window = calls.map(({ filterOver }) => filterOver?.overClause).find((over) => over?.type === "WindowOver")?.window;
  if (window !== undefined) return setOrder([...(window.partitionBy ?? []).map((node) => ({ targets: targetsOf(node, scope, text), as: keyOf({}) })), ...(window.orderBy ?? []).map((key) => ({ targets: targetsOf(key.expr, scope, text), as: keyOf(key) }))]);
  if (grouped.length > 0 || calls.length !== 1 || select.columns.length !== 1 || !/^(?:min|max)$/.test(foldName(calls[0]?.name.name ?? ""))) return;
  const targets = targetsOf(calls[0]?.args?.[0], scope, text);
  setOrder([{ targets, as: keyOf({}) }]);
  for (const { table } of targets) table.limited = true;
}

/** An index that compares texts otherwise gives them in another order. */
function keyOf(key: Partial<Pick<SortedColumn, "order" | "expr">>): (target: Target) => OrderKey {
  const collation = key.expr === undefined ? undefined : stripped(key.expr).collation;
  return ({ part }) => ({ part: collation === undefined ? part : { ...part, text: `${part.text} COLLATE ${collation}` }, descending: key.order === "Desc" });
}

/** ORDER BY 2, ORDER BY alias, or an expression. */
function meant(node: Expr, outputs: readonly Output[], scope: ReadScope, text: string): readonly Target[] {
  const bare = stripped(node).node;
  if (bare.type === "NumericLiteral") return outputs[Number(bare.value) - 1]?.targets ?? [];
  const column = columnOf(bare);
  const own = column === undefined || column.alias !== undefined ? undefined : outputs.find(({ name }) => name === column.column);
  return own?.targets ?? targetsOf(node, scope, text);
}
