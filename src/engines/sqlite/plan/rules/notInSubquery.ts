import type { PlanRule } from "../../../../core/plan/planRule.ts";
import type { Expr, Select } from "sqlite3-parser";
import { traverse } from "sqlite3-parser";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { foldName } from "../../quote.ts";
import { catalogTable, queryOf } from "../asked.ts";
import { tablesOf } from "../query.ts";
import { columnOf } from "../term.ts";
import { tooLittle } from "../weight.ts";

/** NOT IN over a column that may be NULL: one NULL and no row comes out. */
export const notInSubquery: PlanRule = {
  id: "plan/not-in-nullable",
  title: "NOT IN over values that may be NULL",
  why: "x NOT IN (…) is never true where the list holds a NULL, so that one NULL empties the result; and for every row SQLite looks for that NULL too. NOT EXISTS has neither trouble. (https://sqlite.org/lang_expr.html#in_op)",
  find: (view) => {
    const query = queryOf(view);
    if (query === undefined || tooLittle(view)) return [];
    const found: { readonly text: string; readonly column: string; readonly table: string }[] = [];
    traverse(query.statement, {
      nodes: {
        InSelectExpr: (node) => {
          const column = node.not ? nullable(view, node.rhs) : undefined;
          if (column !== undefined) found.push({ ...column, text: query.text.slice(node.span.offset, node.span.offset + node.span.length) });
        },
      },
    });
    return found.map(({ text, column, table }) => {
      const step = view.nodes.find((node) => /LIST SUBQUERY|IN-OPERATOR/.test(`${node.role ?? ""} ${node.operation}`));
      return {
        rule: "plan/not-in-nullable", severity: "warning" as const, ...(step === undefined ? {} : { node: step.id }),
        saw: `${text.length > 80 ? `${text.slice(0, 80)}…` : text} reads ${table}.${column}, which may be NULL.`,
        matters: "One NULL in it and the statement gives no row at all.",
        advice: `Write NOT EXISTS, or add WHERE ${column} IS NOT NULL to the subquery.`,
      };
    });
  },
};

function nullable(view: PlanView, select: Select): { readonly column: string; readonly table: string } | undefined {
  const core = select.select;
  if (core.type !== "SelectFrom" || select.compounds !== undefined && select.compounds.length > 0) return undefined;
  const [source, ...others] = tablesOf(core.from);
  const [result] = core.columns;
  if (source?.type !== "TableSelectTable" || others.length > 0 || result?.type !== "ExprResultColumn") return undefined;
  const named = columnOf(result.expr);
  const table = catalogTable(view, source.tblName.objName.text);
  const column = table?.columns.find((one) => foldName(one.name) === named?.column);
  if (table === undefined || column === undefined || column.notNull || isKey(table.constraints, column.name)) return undefined;
  return excludesNull(core.whereClause, foldName(column.name)) ? undefined : { column: column.name, table: table.name };
}

function isKey(constraints: readonly { readonly form: string; readonly columns: readonly string[] }[], column: string): boolean {
  return constraints.some((constraint) => constraint.form === "primaryKey" && constraint.columns.includes(column));
}

/** Any condition that the column itself must meet keeps NULL out. */
function excludesNull(where: Expr | undefined, column: string): boolean {
  if (where === undefined) return false;
  if (where.type === "BinaryExpr" && where.op === "And") return excludesNull(where.left, column) || excludesNull(where.right, column);
  if (where.type === "NotNullExpr") return columnOf(where.expr)?.column === column;
  if (where.type === "BinaryExpr" && where.op === "IsNot") return where.right.type === "NullLiteral" && columnOf(where.left)?.column === column;
  return where.type === "BinaryExpr" && where.op !== "Or" && where.op !== "Is" && [where.left, where.right].some((side) => columnOf(side)?.column === column);
}
