import type { A_Expr, Node } from "libpg-query";
import type { Condition, ConditionKind } from "../../../../core/indexes/queryUse.ts";
import { all, as, constantText, strings } from "../../facts/nodes.ts";
import { invertedBy, likeCondition, type TypeRoom } from "./operators.ts";
import { mentionsIn, targetsOf } from "./parts.ts";
import { type ConditionSink, readBranches } from "../../../../core/indexes/read/branches.ts";
import type { ReadScope } from "../../../../core/indexes/read/readScope.ts";
import type { Target } from "../../../../core/indexes/read/mentionedTable.ts";
import { written } from "./write.ts";

/** Where conditions go, and what is learnt on the way. */
export interface Sink extends ConditionSink {
  readonly types: TypeRoom;
  /** A parameter is compared with this column. */
  parameter(number: number, target: Target, as: "value" | "list" | "low" | "high" | "pattern"): void;
  /** What a query inside gives in its first column. */
  inner(link: object): readonly Target[];
}

/** Takes a WHERE, an ON or a USING of a policy apart. */
export function readCondition(node: Node | undefined, scope: ReadScope, sink: Sink): void {
  if (node === undefined) return;
  const both = as(node, "BoolExpr");
  if (both?.boolop === "AND_EXPR") return (both.args ?? []).forEach((arg) => readCondition(arg, scope, sink));
  if (both?.boolop === "OR_EXPR") return readBranches(both.args ?? [], sink, (branch, own) => readCondition(branch, scope, own));
  if (both?.boolop === "NOT_EXPR") return readNegation(both.args?.[0], scope, sink);
  const expression = as(node, "A_Expr");
  if (expression !== undefined) return readComparison(expression, node, scope, sink);
  const nulls = as(node, "NullTest");
  if (nulls !== undefined) return single(nulls.arg, scope, sink, nulls.nulltesttype === "IS_NULL" ? "null" : "notNull", (text) => `${text} IS ${nulls.nulltesttype === "IS_NULL" ? "" : "NOT "}NULL`);
  const boolean = as(node, "BooleanTest");
  if (boolean !== undefined) return single(boolean.arg, scope, sink, boolean.booltesttype === "IS_TRUE" || boolean.booltesttype === "IS_FALSE" ? "equal" : "other", (text) => (boolean.booltesttype === "IS_TRUE" ? `${text} IS TRUE` : boolean.booltesttype === "IS_FALSE" ? `${text} IS FALSE` : undefined));
  const link = as(node, "SubLink");
  if (link?.subLinkType === "ANY_SUBLINK") {
    for (const target of targetsOf(link.testexpr, scope)) sink.add(target.table, { part: target.part, kind: "join" });
    for (const target of sink.inner(link)) sink.add(target.table, { part: target.part, kind: "join" });
    return;
  }
  if (as(node, "ColumnRef") !== undefined) single(node, scope, sink, "equal", (text) => text, "t");
}

function readNegation(node: Node | undefined, scope: ReadScope, sink: Sink): void {
  if (as(node, "ColumnRef") !== undefined) single(node, scope, sink, "equal", (text) => `NOT ${text}`, "f");
}

function single(node: Node | undefined, scope: ReadScope, sink: Sink, kind: ConditionKind, text: (part: string) => string | undefined, value?: string): void {
  for (const { table, part } of targetsOf(node, scope)) {
    const own = text(part.text);
    sink.add(table, { part, kind, ...(value === undefined ? {} : { value }), ...(own === undefined ? {} : { text: own }) });
  }
}

function readComparison(expression: A_Expr, node: Node, scope: ReadScope, sink: Sink): void {
  const { kind = "AEXPR_OP", lexpr, rexpr } = expression;
  const operator = strings(expression.name).at(-1) ?? "";
  const rows = as(lexpr, "RowExpr");
  if (rows !== undefined) return readRows(rows.args ?? [], as(rexpr, "RowExpr")?.args ?? [], operator, scope, sink);
  if (kind === "AEXPR_BETWEEN" || kind === "AEXPR_BETWEEN_SYM") {
    const [low, high] = as(rexpr, "List")?.items ?? [];
    for (const target of targetsOf(lexpr, scope)) {
      sink.add(target.table, { part: target.part, kind: "range" });
      learn(low, target, "low", scope, sink);
      learn(high, target, "high", scope, sink);
    }
    return;
  }
  oneWay(lexpr, rexpr, operator, kind, node, scope, sink);
  if (kind === "AEXPR_OP") oneWay(rexpr, lexpr, turned[operator] ?? (operator === "=" ? "=" : ""), kind, node, scope, sink);
}

const turned: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=", "<>": "<>", "&&": "&&", "@>": "<@", "<@": "@>" };

function oneWay(side: Node | undefined, other: Node | undefined, operator: string, kind: NonNullable<A_Expr["kind"]>, node: Node, scope: ReadScope, sink: Sink): void {
  if (operator === "") return;
  for (const target of targetsOf(side, scope)) {
    const mentioned = mentionsIn(other, scope);
    if (mentioned.tables.has(target.table)) continue;
    const joined = mentioned.tables.size > 0 || mentioned.others;
    const text = mentioned.constant && !joined ? own(node, target, scope) : undefined;
    const condition = conditionOf(operator, kind, target, other, joined, sink);
    const value = condition?.kind === "equal" ? plainValue(other) : undefined;
    if (condition !== undefined) sink.add(target.table, { ...condition, ...(value === undefined ? {} : { value }), ...(text === undefined || condition.kind === "inverted" ? {} : { text }) });
    learn(other, target, kind === "AEXPR_LIKE" || kind === "AEXPR_ILIKE" ? "pattern" : kind === "AEXPR_OP_ANY" ? "list" : operator.startsWith(">") ? "low" : operator.startsWith("<") ? "high" : "value", scope, sink);
  }
}

function conditionOf(operator: string, kind: NonNullable<A_Expr["kind"]>, { table, part }: Target, other: Node | undefined, joined: boolean, sink: Sink): Condition | undefined {
  if (kind === "AEXPR_IN") return operator === "=" ? { part, kind: "in", values: as(other, "List")?.items?.length ?? 1 } : { part, kind: "other" };
  if (kind === "AEXPR_OP_ANY") return operator === "=" ? { part, kind: "in", values: as(other, "A_ArrayExpr")?.elements?.length ?? 10 } : { part, kind: "other" };
  if (kind === "AEXPR_LIKE" || kind === "AEXPR_ILIKE") return operator === "~~" || operator === "~~*" ? likeCondition(part, table, operator, constantText(other), sink.types) : { part, kind: "other" };
  if (kind === "AEXPR_NOT_DISTINCT") return { part, kind: "equal" };
  if (kind !== "AEXPR_OP") return { part, kind: "other" };
  if (operator === "=") return { part, kind: joined ? "join" : "equal" };
  if (["<", ">", "<=", ">="].includes(operator)) return { part, kind: "range" };
  return invertedBy(part, table, operator, sink.types) ?? { part, kind: "other" };
}

/** As pg_stats writes it. */
function plainValue(node: Node | undefined): string | undefined {
  const constant = as(node, "A_Const") ?? as(as(node, "TypeCast")?.arg, "A_Const");
  if (constant?.ival !== undefined) return String(constant.ival.ival ?? 0);
  if (constant?.boolval !== undefined) return constant.boolval.boolval === true ? "t" : "f";
  return constant?.sval?.sval ?? constant?.fval?.fval;
}

/** `(a, b) > (1, 2)`: an index finds its rows by the first, in the order of all. */
function readRows(left: readonly Node[], right: readonly Node[], operator: string, scope: ReadScope, sink: Sink): void {
  left.forEach((side, at) => {
    for (const target of targetsOf(side, scope)) {
      sink.add(target.table, { part: target.part, kind: operator === "=" ? "equal" : at === 0 ? "range" : "other" });
      learn(right[at], target, operator.startsWith("<") ? "high" : operator.startsWith(">") ? "low" : "value", scope, sink);
    }
  });
}

/** The condition over the table's columns alone. */
function own(node: Node, { table }: Target, scope: ReadScope): string | undefined {
  const column = (names: readonly string[]): string | undefined => {
    const found = scope.resolve(names);
    const [target] = found.kind === "column" ? found.targets : [];
    return target?.table === table ? target.part.text : undefined;
  };
  const expression = as(node, "A_Expr");
  const items = as(expression?.rexpr, "List")?.items;
  if (expression?.kind === "AEXPR_IN" && items !== undefined) {
    const texts = [written(expression.lexpr, column), ...items.map((item) => written(item, column))];
    return texts.every((text) => text !== undefined) ? `${texts[0]} IN (${texts.slice(1).join(", ")})` : undefined;
  }
  return expression?.kind === "AEXPR_OP" ? written(node, column)?.replace(/^\((.*)\)$/s, "$1") : undefined;
}

function learn(node: Node | undefined, target: Target, how: Parameters<Sink["parameter"]>[2], scope: ReadScope, sink: Sink): void {
  for (const number of mentionsIn(all(node === undefined ? [] : [node], "List").flatMap(({ items }) => items ?? []).concat(node === undefined ? [] : [node]), scope).parameters) sink.parameter(number, target, how);
}
