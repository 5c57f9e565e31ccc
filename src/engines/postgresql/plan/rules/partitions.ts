import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { condition, discarded, fact, inputsOf } from "../nodeWords.ts";

export const partitions = nodeRule(
  {
    id: "plan/partitions-not-pruned",
    title: "All partitions are read for the rows of few",
    why: "Partitions are left out only where the condition compares the partition key itself with a value. A function or a cast on it, or a value that comes from a join, makes all be read. Told where most of four partitions and more gave no row.",
  },
  (view, node) => {
    const parts = inputsOf(node);
    if (node.kind !== "append" || fact(node, "Subplans Removed") > 0 || parts.length < 4) return undefined;
    const ran = parts.filter((part) => (part.actual?.loops ?? 0) > 0);
    const empty = ran.filter((part) => part.actual?.rows === 0 && discarded(part, "filter") > 0);
    if (ran.length < 4 || empty.length < ran.length * 0.6 || parts.some((part) => part.relation === undefined && inputsOf(part)[0]?.relation === undefined)) return undefined;
    const filter = condition(empty[0]!, "Filter");
    return {
      saw: `${ran.length} partitions were read, and ${empty.length} of them gave no row${filter === undefined ? "" : ` (${filter})`}.`,
      share: shareBelow(view, node),
      advice: "Compare the partition key itself: a range instead of a function or cast on it (at >= '2025-03-01' AND at < '2025-04-01').",
    };
  },
);
