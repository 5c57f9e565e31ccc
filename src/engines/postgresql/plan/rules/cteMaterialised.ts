import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { descendantsOf, discarded, nodeType, word } from "../nodeWords.ts";

export const cteMaterialised = nodeRule(
  {
    id: "plan/cte-materialised",
    title: "CTE is computed whole and then filtered",
    why: "A CTE that is read twice, or is MATERIALIZED, or calls volatile functions, is computed by itself: conditions of the query around it do not reach into it, and its rows have no index. Where most of them are thrown away, or it is read several times, that costs.",
  },
  (view, node) => {
    const name = node.role?.startsWith("CTE ") === true ? node.role.slice("CTE ".length) : undefined;
    const holder = view.parentOf(node);
    if (name === undefined || holder === undefined || node.kind === "write" || nodeType(node) === "Recursive Union") return undefined;
    const readers = [holder, ...descendantsOf(holder)].filter((one) => nodeType(one) === "CTE Scan" && word(one, "CTE Name") === name && (one.actual?.loops ?? 1) > 0);
    const runs = readers.reduce((sum, one) => sum + (one.actual?.loops ?? 1), 0);
    const gone = readers.reduce((sum, one) => sum + discarded(one, "filter"), 0);
    const made = node.actual?.rows ?? 0;
    const share = shareBelow(view, node) + readers.reduce((sum, one) => sum + (view.shareOf(one) ?? 0), 0);
    if (gone >= 1000 && gone >= made * 0.9 * readers.length) return { saw: `The CTE ${name} made ${inRows(made)}, and its reader threw ${inRows(gone)} away.`, share: Math.min(1, share), advice: readers.length === 1 ? `Write AS NOT MATERIALIZED, so that the condition reaches into ${name}, or put the condition into it.` : `Put the condition into ${name}.` };
    if (runs < 2 || made < 1000) return undefined;
    return { saw: `The CTE ${name} made ${inRows(made)} and was read ${runs === 2 ? "twice" : `${runs} times`}, from one place to the next without an index.`, share: Math.min(1, share), ...(runs > 10 ? { advice: `Read ${name} once and join it, or keep it in a temporary table with an index.` } : { atMost: "info" as const }) };
  },
);
