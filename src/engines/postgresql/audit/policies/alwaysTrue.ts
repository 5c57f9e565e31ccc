import type { PostgresqlRule } from "../rule.ts";
import { attacksBy, deeds, gravity, isAlwaysTrue, listed, undoes, unnarrowed } from "./openTo.ts";
import { meaningOf } from "./meaning.ts";
import { named, policiesOf, reachedBy } from "./policy.ts";

/** The peers look for the text `true` (splinter 0024, pgrls SEC008, SEC011); this asks what the expression can come to. */
export const alwaysTrueUsing: PostgresqlRule = {
  id: "rls/always-true",
  title: "A policy that lets every row through",
  why: "An expression that is true for every row and every caller protects nothing, in whatever disguise it comes, and it undoes the other permissive policies, since one that says yes is enough. Reading a table for reference that holds nothing of anybody is what such a policy is for, and is not reported.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const { using } = policy;
      if (!policy.policy.permissive || using === undefined || !isAlwaysTrue(using, policy, facts)) return [];
      const commands = unnarrowed(policy, "using", facts);
      const severity = gravity(policy, commands, facts);
      if (severity === undefined) return [];
      const { owners, tenants, personal } = meaningOf(policy.table);
      const holds = [...tenants, ...owners, ...personal];
      const roles = reachedBy(policy, facts, commands);
      const undone = undoes(policy, commands, facts).map((other) => `"${other.policy.name}"`);
      return [{
        rule: "rls/always-true",
        object: policy.object,
        part: policy.policy.name,
        severity,
        message: [
          `${named(policy)} is true for every row (${using.text}).`,
          roles.length === 0 ? "Nobody has a grant for it today; the next grant opens the table." : `${listed(roles)} can ${deeds(commands)} all rows${holds.length > 0 ? `, although they say whose they are or hold personal data (${holds.join(", ")})` : ""}.`,
          ...(undone.length > 0 ? [`It undoes ${listed(undone)}.`] : []),
        ].join(" "),
        ...attacksBy(policy, commands, facts),
      }];
    }),
};
