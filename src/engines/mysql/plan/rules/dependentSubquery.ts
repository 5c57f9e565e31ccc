import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { counted } from "../../../../core/counted.ts";
import { accessesOf } from "../access.ts";
import { indexFor, indexInWords } from "../indexFor.ts";
import { termsOf } from "../terms.ts";
import { numberAt } from "../values.ts";
import { weightBelow } from "../weight.ts";

const leastLoops = 20;

/** DEPENDENT SUBQUERY: it runs again for every row outside. */
export const dependentSubquery: PlanRule = {
  id: "plan/dependent-subquery",
  title: "A subquery runs again for every row",
  why: "A subquery that asks for columns from outside is executed once for every row there. With an index for its question each run takes microseconds, and for few rows that is best; for many, grouping once and joining is faster. Without an index each run reads everything again.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (!isDependent(view, node)) return [];
      const reads = accessesOf(view).filter((access) => isWithin(node, access.node));
      const runs = runsOf(node) ?? reads[0]?.loops ?? 0;
      const read = reads.reduce((sum, access) => sum + access.read, 0);
      const weight = runs < leastLoops ? undefined : weightBelow(view, node, read);
      if (weight === undefined) return [];
      const hits = numberAt(node.facts, "r_hit_ratio");
      const perRun = read / Math.max(1, runs);
      const whole = reads.find((access) => (access.how === "table" || access.how === "index") && perRun > 1000);
      const index = whole === undefined ? undefined : indexFor(view, whole, termsOf(whole.condition ?? ""));
      return [{
        rule: dependentSubquery.id, node: node.id, ...weight,
        saw: `The subquery runs ${counted(Math.round(runs), "time")} and reads ${inRows(perRun)} each time, ${inRows(read)} in all${hits === undefined ? "" : `; its cache answered ${Math.round(hits)} % of the questions`}.`,
        advice: whole === undefined ? "Group once in a derived table, and join it by the column that the subquery compares." : index === undefined ? `It reads all of ${whole.relation.name} each time: let it begin with what it compares with the row outside, found by an index; or group once in a derived table, and join it.` : `Create ${indexInWords(index)} of ${whole.relation.name}, by which each run finds its rows; or group once in a derived table, and join it.`,
        ...(index?.sql === undefined ? {} : { sql: index.sql }),
      }];
    }),
};

function isDependent(view: PlanView, node: PlanNode): boolean {
  if (/dependent/.test(node.role ?? "")) return true;
  return /subquery/.test(node.role ?? "") && view.plan.dialect === "mariadb" && node.operation !== "Materialize" && (runsOf(node) ?? 0) > 1;
}

function runsOf(node: PlanNode): number | undefined {
  const [child] = node.children;
  return node.operation === "Subquery cache" ? child?.actual?.loops : node.actual?.loops;
}

function isWithin(node: PlanNode, wanted: PlanNode): boolean {
  return node === wanted || node.children.some((child) => isWithin(child, wanted));
}
