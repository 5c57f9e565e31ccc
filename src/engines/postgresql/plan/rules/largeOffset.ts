import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { inputsOf, nodeType } from "../nodeWords.ts";

export const largeOffset = nodeRule(
  { id: "plan/large-offset", title: "Rows are made to be skipped", why: "OFFSET makes every row that it skips. The further the page, the longer it takes; a condition on the last row seen goes there directly. The line is ten times as many skipped as given, and 1,000." },
  (view, node) => {
    const [input] = inputsOf(node);
    const given = node.actual?.rows;
    const made = input?.actual?.rows;
    if (nodeType(node) !== "Limit" || given === undefined || made === undefined || made - given < 1000 || made < given * 10) return undefined;
    return {
      saw: `${inRows(made)} were made to give ${inRows(given)}: OFFSET skipped ${inRows(made - given)}.`,
      share: shareBelow(view, node),
      advice: "Go on from the last row seen: WHERE (sort columns) > (its values) ORDER BY the same columns LIMIT, with an index on them.",
    };
  },
);
