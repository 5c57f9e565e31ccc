import type { PostgresqlRule } from "../rule.ts";
import { neverTrue } from "./expression/evaluate.ts";
import { nobody, otherUser, ownUser } from "./expression/caller.ts";
import { attacksBy, deeds, isAlwaysTrue, listed, opensFor, unnarrowed } from "./openTo.ts";
import { named, policiesOf, reachedBy } from "./policy.ts";

export const invertedIdentity: PostgresqlRule = {
  id: "rls/inverted-identity",
  title: "A policy that lets all but the owner through",
  why: "A comparison the wrong way round (<> for =) shows everybody the rows of others and hides their own. It looks right in review and wrong only when it is run.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (!policy.policy.permissive) return [];
      return policy.clauses.slice(0, 1).flatMap((clause) => {
        if (isAlwaysTrue(clause, policy, facts) || opensFor(clause, policy, nobody, facts) || !opensFor(clause, policy, otherUser, facts) || !neverTrue(clause.node, policy.table, ownUser, facts)) return [];
        const commands = unnarrowed(policy, clause.kind, facts);
        const roles = reachedBy(policy, facts, commands);
        return [{
          rule: "rls/inverted-identity",
          object: policy.object,
          part: policy.policy.name,
          severity: roles.length > 0 ? ("error" as const) : ("warning" as const),
          message: `${named(policy)} is true for the rows of everybody else and false for one's own (${clause.text}). ${roles.length === 0 ? "Nobody has a grant for it today." : `${listed(roles)} can ${deeds(commands)} what belongs to others.`}`,
          ...attacksBy(policy, commands, facts),
        }];
      });
    }),
};
