import type { ConditionKind } from "../../../../core/indexes/queryUse.ts";
import { type ConditionSink, readBranches } from "../../../../core/indexes/read/branches.ts";
import type { Target } from "../../../../core/indexes/read/mentionedTable.ts";
import type { ReadScope } from "../../../../core/indexes/read/readScope.ts";
import { mentionsIn, targetsOf } from "./parts.ts";
import { bare, inside, listIn, valueIn } from "./tree.ts";
import type { Place, Tree } from "./tree.ts";

/** Where conditions go, and what is learnt on the way. */
export interface Sink extends ConditionSink {
  /** A parameter at this place is compared with this column. */
  parameter(at: Place, target: Target, as: "value" | "low" | "high" | "pattern"): void;
  /** What a query inside gives in its first column. */
  inner(query: Tree): readonly Target[];
}

const compared: Readonly<Record<string, ConditionKind>> = { Eq: "equal", Spaceship: "equal", Gt: "range", GtEq: "range", Lt: "range", LtEq: "range" };
const turned: Readonly<Record<string, string>> = { Gt: "Lt", GtEq: "LtEq", Lt: "Gt", LtEq: "GtEq" };

/** Takes a WHERE or an ON apart. */
export function readCondition(given: unknown, scope: ReadScope, sink: Sink): void {
  const node = bare(given);
  const binary = inside(node, "BinaryOp");
  if (binary !== undefined) return readBinary(binary, node, scope, sink);
  const between = inside(node, "Between");
  if (between !== undefined && between["negated"] !== true) {
    return each(between["expr"], scope, (target) => {
      sink.add(target.table, { part: target.part, kind: "range" });
      learn(between["low"], target, "low", scope, sink);
      learn(between["high"], target, "high", scope, sink);
    });
  }
  const among = inside(node, "InList");
  if (among !== undefined) {
    const items = listIn(among, "list");
    return each(among["expr"], scope, (target) => {
      sink.add(target.table, among["negated"] === true ? { part: target.part, kind: "other" } : { part: target.part, kind: "in", values: items.length });
      for (const item of items) learn(item, target, "value", scope, sink);
    });
  }
  const inQuery = inside(node, "InSubquery");
  if (inQuery !== undefined && inQuery["negated"] !== true) {
    const query = inside(inQuery, "subquery");
    for (const target of [...targetsOf(inQuery["expr"], scope), ...(query === undefined ? [] : sink.inner(query))]) sink.add(target.table, { part: target.part, kind: "join" });
    return;
  }
  const like = inside(node, "Like");
  if (like !== undefined) return readLike(like, scope, sink);
  for (const [name, kind] of [["IsNull", "null"], ["IsNotNull", "notNull"]] as const) {
    const operand = inside(node, name);
    if (operand !== undefined) each(operand, scope, ({ table, part }) => sink.add(table, { part, kind }));
  }
}

function readBinary(binary: Tree, whole: unknown, scope: ReadScope, sink: Sink): void {
  const { op, left, right } = binary;
  if (op === "And") {
    readCondition(left, scope, sink);
    return readCondition(right, scope, sink);
  }
  if (op === "Or") return readBranches(branchesOf(whole), sink, (branch, own) => readCondition(branch, scope, own));
  if (typeof op !== "string") return;
  oneWay(left, right, op, scope, sink);
  oneWay(right, left, turned[op] ?? op, scope, sink);
}

function oneWay(side: unknown, other: unknown, operator: string, scope: ReadScope, sink: Sink): void {
  const kind = compared[operator] ?? "other";
  each(side, scope, (target) => {
    const { tables, others } = mentionsIn(other, scope);
    if (tables.has(target.table)) return;
    const value = valueIn(other)?.text;
    const joined = tables.size > 0 || others;
    sink.add(target.table, { part: target.part, kind: kind === "equal" && joined ? "join" : kind, ...(kind === "equal" && typeof value === "string" ? { value } : {}) });
    learn(other, target, operator.startsWith("Gt") ? "low" : operator.startsWith("Lt") ? "high" : "value", scope, sink);
  });
}

/** Only a pattern that begins with something is a range of an index. */
function readLike(like: Tree, scope: ReadScope, sink: Sink): void {
  if (like["negated"] === true) return;
  const pattern = valueIn(like["pattern"]);
  const begins = pattern !== undefined && (pattern.text === null || /^[^%_]/.test(pattern.text));
  each(like["expr"], scope, (target) => {
    sink.add(target.table, { part: target.part, kind: begins ? "prefix" : "other" });
    learn(like["pattern"], target, "pattern", scope, sink);
  });
}

function branchesOf(node: unknown): readonly unknown[] {
  const binary = inside(bare(node), "BinaryOp");
  return binary?.["op"] === "Or" ? [...branchesOf(binary["left"]), ...branchesOf(binary["right"])] : [node];
}

function each(side: unknown, scope: ReadScope, take: (target: Target) => void): void {
  for (const target of targetsOf(side, scope)) take(target);
}

function learn(node: unknown, target: Target, as: Parameters<Sink["parameter"]>[2], scope: ReadScope, sink: Sink): void {
  for (const at of mentionsIn(node, scope).parameters) sink.parameter(at, target, as);
}
