import type { PostgresqlRule } from "../rule.ts";
import { nobody } from "./expression/caller.ts";
import { attacksBy, deeds, isAlwaysTrue, listed, opensFor, unnarrowed } from "./openTo.ts";
import { audience, named, policiesOf, reachedBy } from "./policy.ts";

/** The peers: pgrls SEC004 (the shape `uid() IS NULL OR …` alone). */
export const failsOpen: PostgresqlRule = {
  id: "rls/fails-open",
  title: "A policy that lets whoever is unknown see everything",
  why: "Where no user signed in and no setting was made, the functions that tell who asks give null. A policy that is then true for every row (auth.uid() IS NULL OR …, COALESCE(setting, own column), IS DISTINCT FROM) opens the table to exactly those whom it should shut out.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (!policy.policy.permissive) return [];
      return policy.clauses.slice(0, 1).flatMap((clause) => {
        if (isAlwaysTrue(clause, policy, facts) || !opensFor(clause, policy, nobody, facts)) return [];
        const commands = unnarrowed(policy, clause.kind, facts);
        if (commands.length === 0) return [];
        const roles = reachedBy(policy, facts, commands);
        const reached = audience(roles);
        return [{
          rule: "rls/fails-open",
          object: policy.object,
          part: policy.policy.name,
          severity: reached === "everybody" || reached === "named" ? ("error" as const) : ("warning" as const),
          message: `${named(policy)} is true for every row where nobody is signed in or the setting is missing (${clause.text}). ${roles.length === 0 ? "Nobody has a grant for it today." : `${listed(roles)} can then ${deeds(commands)} all rows.`}`,
          ...attacksBy(policy, commands, facts),
        }];
      });
    }),
};
