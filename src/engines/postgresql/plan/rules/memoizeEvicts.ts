import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { counted } from "../../../../core/counted.ts";
import { inPercent } from "../../../../core/plan/words.ts";
import { fact, nodeType } from "../nodeWords.ts";

export const memoizeEvicts = nodeRule(
  { id: "plan/memoize-evicts", title: "Cache of a join is too small or of no use", why: "Memoize keeps the inner rows of a nested loop by their key, in work_mem times hash_mem_multiplier. Where keys are thrown out before they come again, or hardly come twice, it only costs." },
  (view, node) => {
    const hits = fact(node, "Cache Hits");
    const misses = fact(node, "Cache Misses");
    const evicted = fact(node, "Cache Evictions");
    const overflows = fact(node, "Cache Overflows");
    if (nodeType(node) !== "Memoize" || hits + misses < 1000 || (evicted < misses * 0.1 && overflows === 0) || hits > misses * 9) return undefined;
    return {
      saw: `Of ${counted(hits + misses, "look-up")} ${inPercent(hits / (hits + misses))} were answered from the cache; ${counted(evicted, "key")} ${evicted === 1 ? "was" : "were"} thrown out${overflows > 0 ? `, and ${counted(overflows, "key")} did not fit at all` : ""}.`,
      share: shareBelow(view, node),
      advice: "Give work_mem (or hash_mem_multiplier) enough to keep the keys, or sort the outer rows by the key; if the keys hardly repeat, a hash join is better.",
    };
  },
);
