import type { Expr } from "sqlite3-parser";
import type { ConditionKind } from "../../../../core/indexes/queryUse.ts";
import { type ConditionSink, readBranches } from "../../../../core/indexes/read/branches.ts";
import type { Target } from "../../../../core/indexes/read/mentionedTable.ts";
import type { ReadScope } from "../../../../core/indexes/read/readScope.ts";
import { mentionsIn, stripped, targetsOf } from "./parts.ts";

/** Where conditions go, and what is learnt on the way. */
export interface Sink extends ConditionSink {
  /** The statement's text, which expressions are cut from. */
  readonly text: string;
  /** A parameter at this place is compared with this column. */
  parameter(at: number, target: Target, as: "value" | "low" | "high" | "pattern"): void;
  /** What a query inside gives in its first column. */
  inner(query: object): readonly Target[];
}

const ranges = new Set(["Greater", "GreaterEquals", "Less", "LessEquals"]);

/** Takes a WHERE or an ON apart. */
export function readCondition(given: Expr | undefined, scope: ReadScope, sink: Sink): void {
  if (given === undefined) return;
  const { node } = stripped(given);
  switch (node.type) {
    case "BinaryExpr":
      if (node.op === "And") {
        readCondition(node.left, scope, sink);
        return readCondition(node.right, scope, sink);
      }
      if (node.op === "Or") return readBranches(branchesOf(node), sink, (branch, own) => readCondition(branch, scope, own));
      return readComparison(node, scope, sink);
    case "BetweenExpr":
      if (node.not) return;
      return each(node.lhs, scope, sink, (target) => {
        sink.add(target.table, { part: target.part, kind: "range" });
        learn(node.start, target, "low", scope, sink);
        learn(node.end, target, "high", scope, sink);
      });
    case "InListExpr":
      return each(node.lhs, scope, sink, (target) => {
        const rhs = node.rhs ?? [];
        const constant = rhs.every((item) => mentionsIn(item, scope).constant);
        sink.add(target.table, node.not ? { part: target.part, kind: "other" } : { part: target.part, kind: "in", values: rhs.length, ...withText(constant, `${target.part.text} IN (${rhs.map((item) => cut(item, sink)).join(", ")})`) });
        for (const item of rhs) learn(item, target, "value", scope, sink);
      });
    case "InSelectExpr":
      if (node.not) return;
      for (const target of [...targetsOf(node.lhs, scope, sink.text), ...sink.inner(node.rhs)]) sink.add(target.table, { part: target.part, kind: "join" });
      return;
    case "LikeExpr":
      return readLike(node, scope, sink);
    case "IsNullExpr":
      return each(node.expr, scope, sink, ({ table, part }) => sink.add(table, { part, kind: "null", text: `${part.text} IS NULL` }));
    case "NotNullExpr":
      return each(node.expr, scope, sink, ({ table, part }) => sink.add(table, { part, kind: "notNull", text: `${part.text} IS NOT NULL` }));
    default:
  }
}

function readComparison(node: Extract<Expr, { readonly type: "BinaryExpr" }>, scope: ReadScope, sink: Sink): void {
  const nothing = (side: Expr): boolean => stripped(side).node.type === "NullLiteral";
  if ((node.op === "Is" || node.op === "IsNot") && nothing(node.right)) {
    const kind = node.op === "Is" ? "null" : "notNull";
    return each(node.left, scope, sink, ({ table, part }) => sink.add(table, { part, kind, text: `${part.text} IS ${kind === "null" ? "" : "NOT "}NULL` }));
  }
  const compare: ConditionKind = node.op === "Equals" || node.op === "Is" ? "equal" : ranges.has(node.op) ? "range" : "other";
  const rows = stripped(node.left).node;
  if (rows.type === "ParenthesizedExpr" && rows.exprs.length > 1) {
    rows.exprs.forEach((side, at) => each(side, scope, sink, ({ table, part }) => sink.add(table, { part, kind: compare === "equal" || at === 0 ? compare : "other" })));
    return;
  }
  oneWay(node.left, node.right, compare, node.op, node, scope, sink);
  oneWay(node.right, node.left, compare, turned[node.op] ?? node.op, node, scope, sink);
}

const turned: Readonly<Record<string, string>> = { Greater: "Less", GreaterEquals: "LessEquals", Less: "Greater", LessEquals: "GreaterEquals" };
const signs: Readonly<Record<string, string>> = { Equals: "=", Is: "IS", Greater: ">", GreaterEquals: ">=", Less: "<", LessEquals: "<=" };

function oneWay(side: Expr, other: Expr, compare: ConditionKind, operator: string, whole: Expr, scope: ReadScope, sink: Sink): void {
  const collation = stripped(side).collation ?? stripped(other).collation;
  each(side, scope, sink, (target) => {
    const value = mentionsIn(other, scope);
    if (value.tables.has(target.table)) return;
    const joined = value.tables.size > 0 || value.others;
    const sign = signs[operator];
    const literal = stripped(other).node;
    sink.add(target.table, {
      part: target.part,
      kind: compare === "equal" && joined ? "join" : compare,
      ...(collation === undefined ? {} : { operatorClass: `COLLATE ${collation}` }),
      ...(compare === "equal" && (literal.type === "StringLiteral" || literal.type === "NumericLiteral") ? { value: literal.value } : {}),
      ...withText(value.constant && !joined && sign !== undefined && collation === undefined && whole.type === "BinaryExpr", `${target.part.text} ${sign ?? ""} ${cut(other, sink)}`),
    });
    learn(other, target, operator.startsWith("Greater") ? "low" : operator.startsWith("Less") ? "high" : "value", scope, sink);
  });
}

/** LIKE looks at no case, so that only an index that does not either finds what begins with something; GLOB is exact. */
function readLike(node: Extract<Expr, { readonly type: "LikeExpr" }>, scope: ReadScope, sink: Sink): void {
  if (node.not || (node.op !== "Like" && node.op !== "Glob")) return;
  const pattern = node.rhs.type === "StringLiteral" ? node.rhs.value : undefined;
  const begins = pattern === undefined || (node.op === "Like" ? /^[^%_]/ : /^[^*?[]/).test(pattern);
  each(node.lhs, scope, sink, (target) => {
    const indexed = begins && (pattern !== undefined || node.rhs.type === "VariableExpr");
    sink.add(target.table, indexed ? { part: target.part, kind: "prefix", ...(node.op === "Like" ? { operatorClass: "COLLATE NOCASE" } : {}) } : { part: target.part, kind: "other" });
    learn(node.rhs, target, "pattern", scope, sink);
  });
}

function branchesOf(node: Expr): readonly Expr[] {
  const bare = stripped(node).node;
  return bare.type === "BinaryExpr" && bare.op === "Or" ? [...branchesOf(bare.left), ...branchesOf(bare.right)] : [bare];
}

function each(side: Expr, scope: ReadScope, sink: Sink, take: (target: Target) => void): void {
  for (const target of targetsOf(side, scope, sink.text)) take(target);
}

function learn(node: Expr | undefined, target: Target, as: Parameters<Sink["parameter"]>[2], scope: ReadScope, sink: Sink): void {
  for (const at of mentionsIn(node, scope).parameters) sink.parameter(at, target, as);
}

function cut({ span }: Expr, { text }: Sink): string {
  return text.slice(span.offset, span.offset + span.length);
}

function withText(known: boolean, text: string): { readonly text?: string } {
  return known ? { text } : {};
}
