import { wholeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { isRaw } from "../raw.ts";

/** Settings that make the planner blind rather than tell it of the machine. */
const blinding = /^(?:enable_|force_|debug_parallel_query|from_collapse_limit|join_collapse_limit|constraint_exclusion|geqo)/;

export const changedSettings = wholeRule(
  { id: "plan/changed-settings", title: "Settings of the planner differ from the default", why: "EXPLAIN (SETTINGS) lists what was changed and may have changed the plan. A plan made with ways switched off says little of what another session will do." },
  ({ plan }) => {
    const settings = plan.facts["Settings"];
    const changed = isRaw(settings) ? Object.entries(settings) : [];
    const blind = changed.filter(([name]) => blinding.test(name));
    if (blind.length === 0) return undefined;
    return { saw: `${blind.map(([name, value]) => `${name} = ${String(value)}`).join(", ")} ${blind.length === 1 ? "is" : "are"} not as the server has ${blind.length === 1 ? "it" : "them"} by default.`, matters: "Compare this plan only with plans made under the same settings.", share: 1, atMost: "info" };
  },
);
