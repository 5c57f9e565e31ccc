import type { PostgresqlRule } from "../rule.ts";
import { dropped } from "./alter.ts";
import { anyone } from "./expression/caller.ts";
import { neverTrue } from "./expression/evaluate.ts";
import { isAlwaysTrue, listed } from "./openTo.ts";
import { commandsOf, named, policiesOf, shareRoles } from "./policy.ts";

/** A peer proposes exactly this as a fix (supashield), and it changes nothing: permissive policies are joined by OR. */
export const permissiveDeny: PostgresqlRule = {
  id: "rls/permissive-deny",
  title: "A permissive policy meant to deny",
  why: "Permissive policies are joined by OR, so one that is never true takes nothing away from the others: what it seems to forbid stays allowed. Only RESTRICTIVE policies forbid. Standing alone, it is harmless, since nothing is allowed without a policy either.",
  scope: "rls",
  untried: "A policy that is never true lets nobody through, so that there is no attack to try.",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (!policy.policy.permissive || policy.clauses.length === 0 || !policy.clauses.every((clause) => neverTrue(clause.node, policy.table, anyone, facts))) return [];
      const others = policiesOf(facts).filter((other) => other !== policy && other.table === policy.table && other.policy.permissive && shareRoles(other.policy, policy.policy, facts)
        && commandsOf(other.policy).some((command) => commandsOf(policy.policy).includes(command)) && !other.clauses.every((clause) => neverTrue(clause.node, other.table, anyone, facts)));
      if (others.length === 0) return [];
      return [{
        rule: "rls/permissive-deny",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `${named(policy)} is never true, as if to forbid, but it is permissive and forbids nothing: ${listed(others.map((other) => `"${other.policy.name}"`))} still let${others.length === 1 ? "s" : ""} through. To forbid, make it RESTRICTIVE; if it was only meant to add nothing, drop it.`,
      }];
    }),
};

/** The peers: pgrls SEC031. Its fix takes nothing away: what is joined by AND to the others is true. */
export const restrictiveTrue: PostgresqlRule = {
  id: "rls/restrictive-true",
  title: "A restrictive policy that restricts nothing",
  why: "RESTRICTIVE policies are joined by AND; one that is always true narrows nothing, yet reads like a second line of defence.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (policy.policy.permissive || policy.clauses.length === 0 || !policy.clauses.every((clause) => isAlwaysTrue(clause, policy, facts))) return [];
      return [{
        rule: "rls/restrictive-true",
        object: policy.object,
        part: policy.policy.name,
        severity: "info" as const,
        message: `${named(policy)} is restrictive and always true, so that it restricts nothing. Say what it should restrict, or drop it.`,
        fix: dropped(policy, "Drop the policy that restricts nothing"),
      }];
    }),
};
