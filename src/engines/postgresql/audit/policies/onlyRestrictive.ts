import type { PostgresqlRule } from "../rule.ts";
import { listed } from "./openTo.ts";
import { commandsOf, policiesOf, reachedBy, shareRoles } from "./policy.ts";

/** The peers: pgrls SEC012. */
export const onlyRestrictive: PostgresqlRule = {
  id: "rls/only-restrictive",
  title: "Restrictive policies without a permissive one",
  why: "RESTRICTIVE policies only take away from what permissive ones give. Where no permissive policy gives anything, nobody sees a row, however right the restrictive one is.",
  scope: "rls",
  untried: "Nobody gets through, so that there is no attack to try.",
  find: (facts) =>
    [...new Set(policiesOf(facts).map(({ table }) => table))].flatMap((table) => {
      const policies = policiesOf(facts).filter((policy) => policy.table === table);
      const lonely = policies.filter((policy) => !policy.policy.permissive && reachedBy(policy, facts).length > 0
        && !policies.some((other) => other.policy.permissive && shareRoles(other.policy, policy.policy, facts) && commandsOf(other.policy).some((command) => commandsOf(policy.policy).includes(command))));
      return lonely.map((policy) => ({
        rule: "rls/only-restrictive",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `The policy "${policy.policy.name}" of ${policy.object} is restrictive and no permissive policy stands beside it: ${listed(reachedBy(policy, facts))} have a grant and get no row. Restrictive policies give nothing by themselves; make it permissive or add one that is.`,
      }));
    }),
};
