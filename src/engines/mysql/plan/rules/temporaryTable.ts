import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { accessesOf, isBelow } from "../access.ts";
import { numberAt } from "../values.ts";
import { cautious, type Weight, weightOf } from "../weight.ts";

const leastRows = 10_000;

/** Using temporary, for many rows. */
export const temporaryTable: PlanRule = {
  id: "plan/temporary-table",
  title: "Many rows go through a temporary table",
  why: "Groups and distinct rows that do not come in an index's order are collected in a temporary table, and every row is looked up in it. It lives in memory up to tmp_table_size (of all sessions together, in MySQL: temptable_max_ram) and goes to disk beyond. A table of a few groups costs little; with many groups it costs more than reading the rows.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (!/^(?:Aggregate using temporary table|Temporary table)/.test(node.operation) || node.actual?.loops === 0) return [];
      const above = view.parentOf(node);
      if (isBelow(view, node, (one) => one.operation === "Window functions" && (one === above || above?.kind === "sort")) || above?.conditions.some((one) => /\brand\s*\(/i.test(one.text)) === true) return [];
      const rows = inputRows(node);
      const weight = rows < leastRows ? undefined : cautious(view, weightOfFilling(view, node, rows));
      if (weight === undefined) return [];
      const groups = node.actual?.rows;
      return [{
        rule: temporaryTable.id, node: node.id, ...weight,
        saw: `${inRows(rows)} are put into a temporary table${groups === undefined ? "" : `, of which ${inRows(groups)} remain`}.`,
        advice: adviceFor(view, node, rows),
      }];
    }),
};

function adviceFor(view: PlanView, node: PlanNode, rows: number): string {
  const [groups, query] = [node.actual?.rows, view.plan.query];
  if (groups !== undefined && groups >= 0.95 * rows && /deduplication/.test(node.operation)) return "Hardly a row is there twice: if none can be, leave DISTINCT out.";
  if (query !== undefined && !/\bgroup\s+by\b|\bdistinct\b/i.test(query)) return "The rows are only collected to be sorted: order by columns of the table that is read first, or leave fewer rows before.";
  return "Group by columns that an index has in this order, and all of one table; or sum up in a subquery before joining, so that fewer rows are grouped.";
}

/** MariaDB counts the time of filling it with the table that was read last. */
function weightOfFilling(view: PlanView, node: PlanNode, rows: number): Weight | undefined {
  const told = accessesOf(view).filter((access) => isWithin(node, access.node)).map((access) => numberAt(access.node.facts, "r_other_time_ms")).filter((one) => one !== undefined);
  if (view.wholeMs === undefined || told.length === 0) return weightOf(view, [node], rows);
  const ms = told.at(-1) ?? 0;
  return weightOf(view, [{ ...node, actual: { loops: 1, discarded: [], exclusiveMs: ms + (node.actual?.exclusiveMs ?? 0) } }], rows);
}

function isWithin(node: PlanNode, wanted: PlanNode): boolean {
  return node === wanted || node.children.some((child) => isWithin(child, wanted));
}

function inputRows(node: PlanNode): number {
  const [child] = node.children;
  return child === undefined ? 0 : (child.actual?.rows ?? child.estimate.rows ?? inputRows(child));
}
