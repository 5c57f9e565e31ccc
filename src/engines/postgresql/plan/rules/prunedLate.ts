import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { fact, inputsOf } from "../nodeWords.ts";

export const prunedLate = nodeRule(
  { id: "plan/partitions-pruned-late", title: "Partitions left out while running", why: "A value that is known only when the statement runs (a parameter, a sub-query, a row of the outer side) leaves partitions out then. It is as good as leaving them out at once, but every partition is still planned for, and locked." },
  (view, node) => {
    if (node.kind !== "append") return undefined;
    const removed = fact(node, "Subplans Removed");
    const parts = inputsOf(node);
    const never = parts.filter((part) => part.actual?.loops === 0).length;
    if (removed + never === 0 || (node.actual?.loops ?? 0) === 0) return undefined;
    return { saw: `${removed + never} of ${removed + parts.length} partitions were left out while running.`, share: Math.max(0.02, shareBelow(view, node)), matters: "They cost planning and locks, not reading.", atMost: "info" };
  },
);
