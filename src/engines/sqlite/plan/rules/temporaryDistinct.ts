import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { costHere, tooLittle } from "../weight.ts";
import { firstTable } from "./temporarySort.ts";

/** Every row is looked up among those already given. */
export const temporaryDistinct: PlanRule = {
  id: "plan/temp-distinct",
  title: "Doubles are found by a temporary b-tree",
  why: "For DISTINCT, UNION, INTERSECT and EXCEPT every row is put into a temporary b-tree to see whether it was there before. UNION ALL and rows that cannot be double need none. (https://sqlite.org/eqp.html#compound_queries)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const distinct = /^(?:DISTINCT|.*\(DISTINCT\))$/i.test(node.conditions[0]?.text ?? "");
      const compound = node.role?.endsWith("USING TEMP B-TREE") === true;
      if (node.operation !== "USE TEMP B-TREE" || (!distinct && !compound)) return [];
      const first = firstTable(view, node);
      if (tooLittle(view, first)) return [];
      const word = compound ? (node.role ?? "").replace(" USING TEMP B-TREE", "") : "DISTINCT";
      if (compound && node.children.every((child) => child.kind === "result")) return [];
      return [{
        rule: "plan/temp-distinct", severity: "info" as const, node: node.id,
        saw: `Every row is kept in a temporary b-tree to find doubles for ${word}.`,
        ...costHere(view, node, first),
        advice: compound ? "UNION ALL does without it, where doubles cannot be or do no harm." : "Leave DISTINCT out where a join does not multiply rows; EXISTS in the place of the join often makes it needless. An index in the order of the columns does the rest.",
      }];
    }),
};
