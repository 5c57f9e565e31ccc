import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { textAt } from "../values.ts";

const reasons: readonly (readonly [RegExp, string])[] = [
  [/^Impossible (?:WHERE|HAVING|ON)/i, "the condition can never be true"],
  [/^no matching row in const table/i, "a row that is asked for by its key does not exist"],
  [/^no matching min\/max row/i, "no row fulfils the condition of MIN or MAX"],
  [/^Impossible WHERE noticed after reading const tables/i, "the condition cannot be true with the values of a row that is asked for by its key"],
];

/** Known to be empty before anything was read. */
export const impossible: PlanRule = {
  id: "plan/empty-by-planning",
  title: "The planner knows that nothing comes out",
  why: "The server found out while planning that no row can fulfil the statement. Such a plan says nothing of how the same statement runs with other values: ask for the plan with values that occur.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const told = textAt(node.facts, "message") ?? textAt(node.facts, "zero_rows_cause");
      const meaning = reasons.findLast(([pattern]) => told !== undefined && pattern.test(told))?.[1];
      if (told === undefined || meaning === undefined) return [];
      return [{ rule: impossible.id, severity: "info", node: node.id, saw: `${told}: ${meaning}.`, matters: "Nothing is read here, so the plan tells nothing about other values.", advice: "Explain it with values that occur; where it should have found rows, look at the condition." }];
    }),
};
