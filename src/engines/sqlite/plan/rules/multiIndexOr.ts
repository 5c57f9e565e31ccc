import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { costHere, tooLittle } from "../weight.ts";

/** One search for each side of an OR. */
export const multiIndexOr: PlanRule = {
  id: "plan/multi-index-or",
  title: "OR by several indexes",
  why: "Each side of the OR is searched by itself and every row's id is remembered so that none comes twice; no order is kept. For the same column IN says it in one search. (https://sqlite.org/optoverview.html#or_optimizations)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.operation !== "MULTI-INDEX" || node.role !== "OR") return [];
      const sides = node.children.flatMap((child) => (child.operation === "INDEX" ? child.children : [child]));
      const table = sides[0]?.relation?.name;
      if (tooLittle(view, table)) return [];
      const indexes = new Set(sides.map((side) => side.index ?? "row id"));
      const sorted = view.parentOf(node)?.children.some((other) => other.kind === "sort") === true;
      if (indexes.size > 1 && !sorted && sides.length < 4) return [];
      return [{
        rule: "plan/multi-index-or", severity: "info" as const, node: node.id,
        saw: `${table ?? "The table"} is searched ${sides.length} times, by ${[...indexes].join(", ")}${sorted ? ", and what is found has to be sorted" : ""}.`,
        ...costHere(view, node, table),
        advice: indexes.size === 1 ? "Where all sides compare the same column, write column IN (…): one search, and the order of the index is kept." : "UNION ALL of one query for each side, each with its own LIMIT, can use the order of each index.",
      }];
    }),
};
