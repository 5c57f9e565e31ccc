import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inputsOf, placeOf } from "../nodeWords.ts";
import { isRaw } from "../raw.ts";

/** Before version 18 a way that is switched off is told by this cost alone. */
const disabledCost = 1e10;

export const disabledNode = nodeRule(
  { id: "plan/disabled-node", title: "Way that is switched off was taken", why: "enable_seqscan and the like do not forbid a way: they make it the last choice. A plan that takes it had no other: an index is missing, or its type cannot answer the condition." },
  (view, node) => {
    const cost = node.estimate.startupCost ?? 0;
    const below = inputsOf(node).reduce((sum, child) => sum + (child.estimate.startupCost ?? 0), 0);
    const inherits = inputsOf(node).some((child) => (child.estimate.cost ?? 0) >= disabledCost);
    if (node.facts["Disabled"] !== true && (cost < disabledCost || inherits || below >= disabledCost)) return undefined;
    const settings = view.plan.facts["Settings"];
    const off = isRaw(settings) ? Object.entries(settings).filter(([name, value]) => name.startsWith("enable_") && value === "off").map(([name]) => name) : [];
    return { saw: `${placeOf(node)} is switched off (${off.length > 0 ? off.join(", ") : "by an enable_… setting"}) and was taken all the same.`, share: shareBelow(view, node), advice: "Reset the setting: it hides what the planner would choose, and changes nothing here. If an index was meant to be used, it cannot answer this condition." };
  },
);
