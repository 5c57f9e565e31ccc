import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { counted } from "../../../../core/counted.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { condition, discarded, placeOf } from "../nodeWords.ts";

const nothing = /= ANY \((?:'\{\}'::[\w ".]+(?:\[\])?|NULL(?:::[\w ".]+(?:\[\])?)?)\)/;

export const emptyArray = nodeRule(
  { id: "plan/empty-array", title: "Looks for a value in an empty list", why: "= ANY of an empty array or of NULL is true of no row, and still costs the look. It is mostly a list that the application did not fill; where the look is repeated for each row, it adds up." },
  (view, node) => {
    const asked = [condition(node, "Index Cond"), condition(node, "Filter"), condition(node, "Recheck Cond")].find((text) => text !== undefined && nothing.test(text));
    if (asked === undefined || (node.actual?.rows ?? 0) > 0) return undefined;
    const loops = node.actual?.loops ?? 0;
    const read = discarded(node, "filter");
    const times = loops > 1 ? ` ${counted(loops, "time")}` : "";
    return { saw: `${placeOf(node)} looked${times} for ${asked}, which no row can meet${read === 0 ? "" : `, among ${inRows(read)}`}.`, share: view.shareOf(node) ?? 0, advice: "Do not send the statement where the list is empty." };
  },
);
