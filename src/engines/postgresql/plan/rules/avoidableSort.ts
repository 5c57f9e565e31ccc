import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { condition, inputsOf } from "../nodeWords.ts";

export const avoidableSort = nodeRule(
  {
    id: "plan/sort-for-few",
    title: "All is sorted to give a few",
    why: "A sort for ORDER BY … LIMIT reads all rows before it gives the first. An index in the order of the sort gives them one by one, forwards or backwards, and stops after the last that is wanted. Told for a sort right above one table, with at most a hundredth of its rows given.",
  },
  (view, node) => {
    const [input] = inputsOf(node);
    const above = view.parentOf(node);
    const key = condition(node, "Sort Key");
    const given = above?.kind === "limit" ? above.actual?.rows : undefined;
    const sorted = input?.actual?.rows;
    if (node.operation !== "Sort" || input?.relation === undefined || key === undefined || given === undefined || sorted === undefined || sorted < 1000 || given * 100 > sorted) return undefined;
    const wrapped = /\((?!.*::)/.test(key.replace(/ COLLATE "[^"]*"/g, ""));
    return {
      saw: `${inRows(sorted)} of ${input.relation.name} were read and sorted by ${key} to give ${inRows(given)}.`,
      share: shareBelow(view, node),
      advice: `An index on ${key}${condition(input, "Filter") === undefined ? "" : ", behind the columns that the filter compares by equality,"} gives them in order${wrapped ? " (an index on the expression, if it is immutable)" : ""}.`,
    };
  },
);
