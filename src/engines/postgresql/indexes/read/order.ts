import type { Node, SelectStmt } from "libpg-query";
import type { OrderKey } from "../../../../core/indexes/queryUse.ts";
import { all, as, strings } from "../../facts/nodes.ts";
import { targetsOf } from "./parts.ts";
import { onlyTable, setGroup, setOrder } from "../../../../core/indexes/read/ofOneTable.ts";
import type { Output, ReadScope } from "../../../../core/indexes/read/readScope.ts";
import type { Target } from "../../../../core/indexes/read/mentionedTable.ts";

/** Takes ORDER BY, GROUP BY, DISTINCT, windows, min and max, and the limit to the table that they are about, where it is one. */
export function readOrder(select: SelectStmt, outputs: readonly Output[], scope: ReadScope, exists: boolean): void {
  const limited = select.limitCount !== undefined || exists;
  for (const source of scope.sources) if ("table" in source && limited) source.table.limited = true;
  const grouped = select.groupClause ?? [];
  if (grouped.length > 0) setGroup(grouped.map((node) => meant(node, outputs, scope)));
  else if (isDistinct(select)) setGroup(outputs.map(({ targets }) => targets));
  if (grouped.length === 0 && !aggregates(select)) setOrder(all(select.sortClause, "SortBy").map((key) => ({ targets: meant(key.node, outputs, scope), as: keyOf(key) })));
  if (select.sortClause === undefined) {
    const [window] = [...all(select.windowClause, "WindowDef"), ...windowsIn(select.targetList)];
    if (window !== undefined) setOrder([...(window.partitionClause ?? []).map((node) => ({ targets: targetsOf(node, scope), as: keyOf({}) })), ...all(window.orderClause, "SortBy").map((key) => ({ targets: targetsOf(key.node, scope), as: keyOf(key) }))]);
    if (grouped.length === 0) extremes(select, scope);
  }
}

/** Nulls are told where they do not come as they do by themselves. */
function keyOf({ sortby_dir, sortby_nulls }: { readonly sortby_dir?: string; readonly sortby_nulls?: string }): (target: Target) => OrderKey {
  const descending = sortby_dir === "SORTBY_DESC";
  const nulls = sortby_nulls === "SORTBY_NULLS_FIRST" ? "first" : sortby_nulls === "SORTBY_NULLS_LAST" ? "last" : undefined;
  const usual = descending ? "first" : "last";
  return ({ part }) => ({ part, descending, ...(nulls === undefined || nulls === usual ? {} : { nulls }) });
}

/** ORDER BY 2, ORDER BY alias, or an expression. */
function meant(node: Node | undefined, outputs: readonly Output[], scope: ReadScope): readonly Target[] {
  const place = as(node, "A_Const")?.ival?.ival;
  if (place !== undefined) return outputs[place - 1]?.targets ?? [];
  const names = strings(as(node, "ColumnRef")?.fields);
  const own = names.length === 1 ? outputs.find(({ name }) => name === names[0]) : undefined;
  return own?.targets ?? targetsOf(node, scope);
}

/** Plain DISTINCT has one empty entry; DISTINCT ON says its order itself. */
function isDistinct({ distinctClause }: SelectStmt): boolean {
  return distinctClause !== undefined && distinctClause.every((node) => Object.keys(node).length === 0);
}

const aggregate = /^(?:count|sum|avg|min|max|array_agg|string_agg|json_agg|jsonb_agg|bool_and|bool_or|every|stddev|variance)$/;

function aggregates({ targetList }: SelectStmt): boolean {
  return all(targetList, "ResTarget").some(({ val }) => as(val, "FuncCall") !== undefined && as(val, "FuncCall")?.over === undefined && aggregate.test(strings(as(val, "FuncCall")?.funcname).at(-1) ?? ""));
}

/** min and max of one column are the first row of an index on it. */
function extremes({ targetList }: SelectStmt, scope: ReadScope): void {
  const calls = all(targetList, "ResTarget").map(({ val }) => as(val, "FuncCall"));
  const names = calls.map((call) => strings(call?.funcname).at(-1));
  if (calls.length === 0 || !names.every((name) => name === "min" || name === "max")) return;
  const parts = calls.map((call) => targetsOf(call?.args?.[0], scope));
  const table = onlyTable(parts);
  if (table === undefined || new Set(parts.map(([target]) => target?.part.text)).size > 1) return;
  setOrder(parts.slice(0, 1).map((targets) => ({ targets, as: keyOf({}) })));
  table.limited = true;
}

function windowsIn(targetList: readonly Node[] | undefined): { readonly partitionClause?: Node[]; readonly orderClause?: Node[] }[] {
  return all(targetList, "ResTarget").flatMap(({ val }) => as(val, "FuncCall")?.over ?? []);
}
