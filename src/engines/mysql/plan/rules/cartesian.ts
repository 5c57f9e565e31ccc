import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { counted } from "../../../../core/counted.ts";
import { pairsOf } from "../pairs.ts";
import { weightBelow } from "../weight.ts";

const leastPairs = 10_000;

/** A join that nothing joins. */
export const cartesian: PlanRule = {
  id: "plan/cartesian-join",
  title: "Two tables are joined by nothing",
  why: "Without a condition between them every row of the one meets every row of the other. That is meant now and then with a table of a few rows (a calendar, a list of settings); of two large tables it is a forgotten ON.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const pairs = pairsOf(node);
      const joined = node.conditions.some((one) => one.kind === "join") || (node.facts["no_condition"] === true && view.parentOf(node)?.kind === "filter") || node.children.some((child) => child.conditions.some((one) => one.kind === "filter" && namesOther(one.text)));
      if (pairs === undefined || joined || pairs.count < leastPairs || node.actual?.loops === 0 || !view.plan.executed && view.plan.form.endsWith("table")) return [];
      const weight = weightBelow(view, node, pairs.count);
      if (weight === undefined) return [];
      return [{ rule: cartesian.id, node: node.id, ...weight, saw: `No condition joins the two sides of this join: ${counted(Math.round(pairs.count), "pair")} of rows come out.`, advice: "Add the condition that joins them. Where the product is meant, keep one side small." }];
    }),
};

/** A condition that compares columns of two tables joins them, wherever it is written. */
function namesOther(condition: string): boolean {
  return new Set([...condition.matchAll(/`?([A-Za-z_]\w*)`?\.`?[A-Za-z_]\w*`?(?!\.)/g)].map(([, table]) => table)).size > 1;
}
