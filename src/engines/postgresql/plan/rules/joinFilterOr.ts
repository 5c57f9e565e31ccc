import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { condition, discarded } from "../nodeWords.ts";

export const joinFilterOr = nodeRule(
  {
    id: "plan/join-filter-or",
    title: "OR across tables is decided last",
    why: "An OR between columns of two tables can be answered by no index and no hash: every pair of rows is made and tested. Two queries with one side each, joined by UNION, can each use an index.",
  },
  (view, node) => {
    const filter = condition(node, "Join Filter");
    const gone = discarded(node, "joinFilter");
    const kept = node.actual?.rows ?? 0;
    if (filter === undefined || !/ OR /.test(filter.replace(/'(?:[^']|'')*'/g, "")) || gone < 1000 || gone < kept) return undefined;
    return { saw: `${inRows(gone + kept)} were put together to keep ${inRows(kept)}: the join is decided by ${filter}.`, share: shareBelow(view, node), advice: "Write it as two queries with one side of the OR each, and UNION (or UNION ALL where no pair meets both)." };
  },
);
