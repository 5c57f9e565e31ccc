import type { AstNode, Expr } from "sqlite3-parser";
import { traverse } from "sqlite3-parser";
import { foldName } from "../quote.ts";

/** One comparison of a WHERE or ON that must hold. */
export interface Term {
  /** As the statement writes the table, folded; undefined where the column stands alone. */
  readonly alias?: string;
  /** Folded. */
  readonly column: string;
  readonly compare: "equal" | "in" | "range" | "like" | "glob" | "other";
  readonly negated: boolean;
  /** What the column stands in, where the comparison is not of the column itself: "lower(email)", "total + 0". */
  readonly wrapped?: string;
  /** COLLATE of the comparison. */
  readonly collation?: string;
  /** The column on the other side, also inside a function. */
  readonly other?: { readonly alias?: string; readonly column: string };
  /** The other side as it is written, where it is a text. */
  readonly literal?: string;
  readonly subquery?: true;
  readonly text: string;
}

interface Column {
  readonly alias?: string;
  readonly column: string;
}

const ranges = new Set(["Greater", "GreaterEquals", "Less", "LessEquals"]);

/** The comparisons that all must hold, with an entry for each side that is a column; what stands below OR is left out. */
export function termsOf(condition: Expr, text: string): Term[] {
  const of = (node: { readonly span: { readonly offset: number; readonly length: number } }): string => text.slice(node.span.offset, node.span.offset + node.span.length);
  switch (condition.type) {
    case "ParenthesizedExpr":
      return condition.exprs.length === 1 && condition.exprs[0] !== undefined ? termsOf(condition.exprs[0], text) : [];
    case "BinaryExpr": {
      const { op, left, right } = condition;
      if (op === "And") return [...termsOf(left, text), ...termsOf(right, text)];
      const compare = op === "Equals" || op === "Is" ? "equal" : ranges.has(op) ? "range" : "other";
      const negated = op === "NotEquals" || op === "IsNot";
      if (compare === "other" && !negated) return [];
      return [...side(left, right, compare, negated, of(condition), of), ...side(right, left, compare, negated, of(condition), of)];
    }
    case "BetweenExpr":
      return side(condition.lhs, condition.start, "range", condition.not, of(condition), of);
    case "InListExpr":
      return side(condition.lhs, undefined, "in", condition.not, of(condition), of);
    case "InSelectExpr":
    case "InTableExpr":
      return side(condition.lhs, undefined, "in", condition.not, of(condition), of).map((term) => ({ ...term, subquery: true as const }));
    case "LikeExpr":
      return condition.op === "Like" || condition.op === "Glob" ? side(condition.lhs, condition.rhs, condition.op === "Like" ? "like" : "glob", condition.not, of(condition), of) : [];
    case "IsNullExpr":
      return side(condition.expr, undefined, "equal", false, of(condition), of);
    default:
      return [];
  }
}

function side(expression: Expr, against: Expr | undefined, compare: Term["compare"], negated: boolean, text: string, of: (node: Expr) => string): Term[] {
  const collation = collationOf(expression) ?? (against === undefined ? undefined : collationOf(against));
  const bare = stripped(expression);
  const direct = columnOf(bare);
  const column = direct ?? onlyColumn(bare);
  if (column === undefined) return [];
  const other = against === undefined ? undefined : (columnOf(stripped(against)) ?? onlyColumn(stripped(against)));
  return [{
    ...column, compare, negated, text,
    ...(direct === undefined ? { wrapped: of(bare) } : {}),
    ...(collation === undefined ? {} : { collation }),
    ...(other === undefined ? {} : { other }),
    ...(against?.type === "StringLiteral" ? { literal: of(against) } : {}),
  }];
}

function stripped(expression: Expr): Expr {
  if (expression.type === "CollateExpr") return stripped(expression.expr);
  if (expression.type === "ParenthesizedExpr" && expression.exprs.length === 1 && expression.exprs[0] !== undefined) return stripped(expression.exprs[0]);
  return expression;
}

function collationOf(expression: Expr): string | undefined {
  return expression.type === "CollateExpr" ? expression.collation.toUpperCase() : undefined;
}

/** The column that an expression is. */
export function columnOf(expression: Expr): Column | undefined {
  if (expression.type === "Id") return { column: foldName(expression.name) };
  if (expression.type === "QualifiedExpr") return { alias: foldName(expression.table.text), column: foldName(expression.column.text) };
  return undefined;
}

/** The column inside a function or a sum, where there is one only and no query. */
function onlyColumn(expression: Expr): Column | undefined {
  const found: Column[] = [];
  let query = false;
  traverse(expression, {
    enter: (node: AstNode, parent: AstNode | undefined) => {
      if (node.type === "Select") query = true;
      if (node.type === "Id" && !((parent?.type === "FunctionCallExpr" || parent?.type === "FunctionCallStarExpr") && parent.name === node)) found.push({ column: foldName(node.name) });
      if (node.type === "QualifiedExpr") {
        found.push({ alias: foldName(node.table.text), column: foldName(node.column.text) });
        return "skip";
      }
      return "continue";
    },
  });
  return found.length === 1 && !query ? found[0] : undefined;
}
