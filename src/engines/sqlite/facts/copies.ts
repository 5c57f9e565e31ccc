import { traverse } from "sqlite3-parser";
import type { Select, SelectFrom } from "sqlite3-parser";
import type { ObjectRef } from "../../../core/script/facts.ts";
import { foldName } from "../quote.ts";
import { objectRef } from "./parsed.ts";

/** The table whose every row the query gives once: `SELECT … FROM t` and nothing that could leave a row out. Undefined for any other query. */
export function fullCopy(select: Select): ObjectRef | undefined {
  if (select.with !== undefined || select.compounds !== undefined || select.limit !== undefined) return undefined;
  const { select: one } = select;
  if (one.type !== "SelectFrom" || one.distinctness === "Distinct" || one.whereClause !== undefined || one.groupBy !== undefined || one.having !== undefined || aggregates(one)) return undefined;
  const source = one.from;
  if (source === undefined || (source.joins !== undefined && source.joins.length > 0) || source.select?.type !== "TableSelectTable") return undefined;
  return objectRef("table", source.select.tblName);
}

const aggregate = /^(count|sum|total|avg|min|max|group_concat|string_agg|median|percentile.*|json_group_(array|object)|jsonb_group_(array|object))$/;

/** One row comes out of many; min(a, b) with several arguments does not aggregate. */
function aggregates(select: SelectFrom): boolean {
  let found = false;
  for (const column of select.columns) {
    traverse(column, {
      nodes: {
        FunctionCallStarExpr: (node) => void (found ||= aggregate.test(foldName(node.name.name))),
        FunctionCallExpr: (node) => void (found ||= aggregate.test(foldName(node.name.name)) && !scalar(node.name.name, node.args?.length ?? 0)),
        SubqueryExpr: () => "skip",
      },
    });
  }
  return found;
}

function scalar(name: string, count: number): boolean {
  return /^(min|max)$/i.test(name) && count > 1;
}
