import type { PostgresqlRule } from "../rule.ts";
import { neverTrue } from "./expression/evaluate.ts";
import { nobody, otherUser, ownUser } from "./expression/caller.ts";
import { meaningOf } from "./meaning.ts";
import { attacksBy, deeds, isAlwaysTrue, listed, opensFor, unnarrowed } from "./openTo.ts";
import { named, policiesOf, reachedBy } from "./policy.ts";

export const anySignedIn: PostgresqlRule = {
  id: "rls/any-signed-in",
  title: "A policy that asks only whether somebody is signed in",
  why: "auth.uid() IS NOT NULL or auth.role() = 'authenticated' tells users from visitors, not one user from another: where anybody can sign up, every account reaches every row. Right for what all users share; reported where rows have an owner or a tenant, or can be changed.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (!policy.policy.permissive) return [];
      return policy.clauses.slice(0, 1).flatMap((clause) => {
        if (isAlwaysTrue(clause, policy, facts) || opensFor(clause, policy, nobody, facts) || !opensFor(clause, policy, otherUser, facts) || neverTrue(clause.node, policy.table, ownUser, facts)) return [];
        const commands = unnarrowed(policy, clause.kind, facts);
        const { owners, tenants, personal } = meaningOf(policy.table);
        const holds = [...tenants, ...owners, ...personal];
        const roles = reachedBy(policy, facts, commands);
        if (holds.length === 0 || commands.length === 0 || roles.length === 0) return [];
        const changes = commands.some((command) => command !== "SELECT");
        if (!changes && tenants.length + personal.length === 0) return [];
        return [{
          rule: "rls/any-signed-in",
          object: policy.object,
          part: policy.policy.name,
          severity: changes ? ("error" as const) : ("warning" as const),
          message: `${named(policy)} asks only whether somebody is signed in (${clause.text}). Every user of ${listed(roles)} can ${deeds(commands)} the rows of all others, although ${listed(holds)} tell${holds.length === 1 ? "s" : ""} them apart.`,
          ...attacksBy(policy, commands, facts),
        }];
      });
    }),
};
