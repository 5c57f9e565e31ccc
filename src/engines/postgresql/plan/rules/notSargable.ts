import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { wrappedColumn } from "../wrappedColumn.ts";
import { condition, discarded, nodeType } from "../nodeWords.ts";

export const notSargable = nodeRule(
  {
    id: "plan/column-wrapped",
    title: "Condition on a function of a column",
    why: "An index on a column holds its values, not those of a function or a cast of it. Either the condition is written on the bare column (a range instead of a cast to date), or the index is made on the same expression, which also gives it statistics.",
  },
  (_view, node) => {
    const filter = condition(node, "Filter");
    const gone = discarded(node, "filter");
    const kept = node.actual?.rows ?? 0;
    const found = filter === undefined ? undefined : wrappedColumn(filter);
    if (nodeType(node) !== "Seq Scan" || found === undefined || gone < 1000 || gone / (gone + kept) < 0.9) return undefined;
    const { column, expression, toDay } = found;
    return {
      saw: `The condition asks for ${expression}, which no index on ${column} answers: ${inRows(gone + kept)} were read to keep ${inRows(kept)} (${inPercent(gone / (gone + kept))} thrown away).`,
      advice: toDay ? `Ask for a range of ${column} itself: ${column} >= the day AND ${column} < the next day.` : `Make an index on the expression ${expression} if it is immutable, or write the condition on ${column} itself.`,
    };
  },
);
