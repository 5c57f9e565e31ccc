import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { condition, discarded, nodeType } from "../nodeWords.ts";

/** A function or a cast around a column, compared with a value: `(lower(email) = '…'::text)`, `((created_at)::date = '…'::date)`. */
const wrapped = /\((?:(\w+)\((\(?"?[a-z_][\w."]*\)?)(?:::\w+)?\)|\((\w[\w."]*)\)::([a-z][\w ]*?)) (=|<|>|<=|>=|~~) (?:'|\$|\(InitPlan|\d|ANY)/;

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
    const found = filter === undefined ? null : wrapped.exec(filter);
    if (nodeType(node) !== "Seq Scan" || found === null || gone < 1000 || gone / (gone + kept) < 0.9) return undefined;
    const [, called, argument, cast, type] = found;
    const column = (argument ?? cast ?? "").replace(/[()]/g, "");
    const expression = called === undefined ? `(${column})::${type!}` : `${called}(${column})`;
    const toDay = called === undefined && type === "date";
    return {
      saw: `The condition asks for ${expression}, which no index on ${column} answers: ${inRows(gone + kept)} were read to keep ${inRows(kept)} (${inPercent(gone / (gone + kept))} thrown away).`,
      advice: toDay ? `Ask for a range of ${column} itself: ${column} >= the day AND ${column} < the next day.` : `Make an index on the expression ${expression} if it is immutable, or write the condition on ${column} itself.`,
    };
  },
);
