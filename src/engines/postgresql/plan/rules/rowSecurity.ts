import { findTable } from "../../../../core/catalog/lookup.ts";
import type { PolicyObject } from "../../../../core/catalog/catalog.ts";
import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inMs, inRows } from "../../../../core/plan/words.ts";
import { condition, discarded } from "../nodeWords.ts";

/** What a policy whose answer needs no work costs for a row, in ms. */
const cheap = 0.002;

export const rowSecurity = nodeRule(
  {
    id: "plan/row-security-cost",
    title: "Policy is worked out for each row",
    why: "The USING of a policy is a filter of each scan of its table. A function or a sub-query in it that does not depend on the row can be computed once, as (SELECT f()); one that depends on the row runs for each, and wrapping it changes nothing. Told where a row costs more than 2 µs.",
  },
  (view, node) => {
    const filter = condition(node, "Filter");
    if (view.catalog === undefined || node.relation === undefined || filter === undefined || node.actual === undefined) return undefined;
    const table = findTable(view.catalog, { name: node.relation.name, ...(node.relation.schema === undefined ? {} : { schema: node.relation.schema }) });
    const policy = table?.rowSecurity.enabled === true ? table.policies.find((one) => one.using !== undefined && costs(one, filter)) : undefined;
    const rows = (node.actual.rows ?? 0) + discarded(node, "filter");
    const share = shareBelow(view, node);
    const ms = view.wholeMs === undefined ? 0 : share * view.wholeMs;
    if (policy === undefined || rows < 100 || ms / rows < cheap) return undefined;
    const called = callsIn(policy.using!).find((name) => filter.includes(`${name}(`));
    return {
      saw: `The policy ${policy.name} of ${node.relation.name} was worked out for ${inRows(rows)}: ${called === undefined ? "a sub-query" : `${called}()`}, ${inMs(ms)} in all, ${(ms / rows * 1000).toFixed(1)} µs a row.`,
      share,
      advice: "Let the policy compare the row's column with a set that is computed once: column IN (SELECT … of the current user), with an index on the column; and ask for the same in the query's WHERE.",
    };
  },
);

/** Does the filter have a function or a sub-query of this policy, that is not computed once? */
function costs(policy: PolicyObject, filter: string): boolean {
  if (/\bEXISTS\b|\bSELECT\b/i.test(policy.using!) && /SubPlan|EXISTS|ANY \(.*SubPlan/.test(filter) && !/hashed/.test(filter)) return true;
  return callsIn(policy.using!).some((name) => filter.includes(`${name}(`));
}

/** Functions that are called, without those of the server that cost nothing. */
function callsIn(expression: string): readonly string[] {
  return [...expression.matchAll(/\b([a-z_]\w*)\(/g)].map((found) => found[1]!).filter((name) => !["current_setting", "nullif", "coalesce", "lower", "upper", "exists", "any"].includes(name));
}
