import type { Node, TypeName } from "libpg-query";
import { as, strings } from "../../facts/nodes.ts";
import { quoteName, quoteText } from "../../quote.ts";

/** How a column stands in the text; undefined where it may not stand in it. */
export type WriteColumn = (names: readonly string[]) => string | undefined;

/** An expression as SQL; undefined for what an index cannot hold (subqueries, aggregates, parameters) and for the rarer forms. */
export function written(node: Node | undefined, column: WriteColumn): string | undefined {
  if (node === undefined) return undefined;
  const reference = as(node, "ColumnRef");
  if (reference !== undefined) {
    const names = strings(reference.fields);
    return names.length === reference.fields?.length ? column(names) : undefined;
  }
  const constant = as(node, "A_Const");
  if (constant !== undefined) return constantText(constant);
  const cast = as(node, "TypeCast");
  if (cast !== undefined) {
    const inner = written(cast.arg, column);
    const type = typeText(cast.typeName);
    return inner === undefined || type === undefined ? undefined : `(${inner})::${type}`;
  }
  const call = as(node, "FuncCall");
  if (call !== undefined) {
    if (call.agg_star === true || call.agg_distinct === true || call.agg_filter !== undefined || call.over !== undefined || call.agg_order !== undefined || call.func_variadic === true) return undefined;
    const args = list(call.args, column);
    return args === undefined ? undefined : `${strings(call.funcname).map((name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteName(name))).join(".")}(${args.join(", ")})`;
  }
  const operation = as(node, "A_Expr");
  if (operation?.kind === "AEXPR_OP" && strings(operation.name).length === 1) {
    const right = written(operation.rexpr, column);
    const left = operation.lexpr === undefined ? "" : written(operation.lexpr, column);
    const operator = strings(operation.name)[0] ?? "";
    return left === undefined || right === undefined ? undefined : `(${left === "" ? "" : `${left} `}${operator} ${right})`;
  }
  const either = as(node, "CoalesceExpr");
  if (either !== undefined) {
    const args = list(either.args, column);
    return args === undefined ? undefined : `COALESCE(${args.join(", ")})`;
  }
  const array = as(node, "A_ArrayExpr");
  if (array !== undefined) {
    const items = list(array.elements, column);
    return items === undefined ? undefined : `ARRAY[${items.join(", ")}]`;
  }
  return undefined;
}

function list(nodes: readonly Node[] | undefined, column: WriteColumn): string[] | undefined {
  const texts = (nodes ?? []).map((node) => written(node, column));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function constantText(constant: NonNullable<ReturnType<typeof as<"A_Const">>>): string | undefined {
  if (constant.isnull === true) return "NULL";
  if (constant.sval !== undefined) return quoteText(constant.sval.sval ?? "");
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0);
  if (constant.fval !== undefined) return constant.fval.fval;
  if (constant.boolval !== undefined) return constant.boolval.boolval === true ? "true" : "false";
  return undefined;
}

/** A plain type, with its width; the server's own lie in pg_catalog. */
function typeText(type: TypeName | undefined): string | undefined {
  if (type === undefined || type.setof === true) return undefined;
  const names = strings(type.names);
  const widths = (type.typmods ?? []).map((node) => written(node, () => undefined));
  if (names.length === 0 || widths.some((width) => width === undefined)) return undefined;
  const name = (names[0] === "pg_catalog" && names.length === 2 ? names.slice(1) : names).map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : quoteName(part))).join(".");
  return `${name}${widths.length === 0 || name === "interval" ? "" : `(${widths.join(", ")})`}${(type.arrayBounds ?? []).map(() => "[]").join("")}`;
}
