import type { Node } from "libpg-query";
import { asMember, attacking, attemptsBy } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { conjuncts, survey, unwrapped } from "./expression/survey.ts";
import { nodeText } from "./expression/text.ts";
import { asksCaller, meaningOf } from "./meaning.ts";
import { isAlwaysTrue, listed } from "./openTo.ts";
import { commandsOf, named, policiesOf, type Policy, reachedBy, shareRoles } from "./policy.ts";

/** The peers: pgrls SEC040. */
export const checkDropsScope: PostgresqlRule = {
  id: "rls/check-drops-scope",
  title: "A WITH CHECK that forgets whose the row is",
  why: "USING asks for the owner or tenant of the row that is there, WITH CHECK for that of the row that is written. Where an explicit WITH CHECK leaves it out, a row can be moved to somebody else. Without WITH CHECK the server asks USING of both, so leaving it out altogether is safe.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const { using, check } = policy;
      if (!policy.policy.permissive || using === undefined || check === undefined || isAlwaysTrue(check, policy, facts)) return [];
      const { owners, tenants } = meaningOf(policy.table);
      const whose = new Set([...owners, ...tenants]);
      const asked = conjuncts(using.node).filter((part) => asksCaller(survey(part, policy.table.name), facts)).flatMap((part) => ownColumns(part, policy)).filter((name) => whose.has(name));
      const kept = new Set(ownColumns(check.node, policy));
      const forgotten = [...new Set(asked.filter((name) => !kept.has(name)))];
      if (forgotten.length === 0) return [];
      const roles = reachedBy(policy, facts, ["UPDATE"]);
      return [{
        rule: "rls/check-drops-scope",
        object: policy.object,
        part: policy.policy.name,
        severity: roles.length > 0 ? ("warning" as const) : ("info" as const),
        message: `${named(policy)} asks for ${listed(forgotten)} in USING and not in WITH CHECK (${check.text}): ${roles.length > 0 ? listed(roles) : "whoever has a grant"} can give rows to whomever they like.`,
        ...attacking(attemptsBy(facts, policy.table, roles, [["UPDATE", "changeOwner"]], "own").map((attempt) => asMember(attempt, facts))),
      }];
    }),
};

function ownColumns(node: Node, { table }: Policy): readonly string[] {
  return survey(node, table.name).columns.filter(({ of }) => of === "own").map(({ name }) => name);
}

/** Fact: WITH CHECKs of permissive policies are joined by OR, whichever USING let the row through. */
export const checksCombine: PostgresqlRule = {
  id: "rls/checks-combine",
  title: "A WITH CHECK that serves those of another policy",
  why: "A new row is accepted if any permissive policy's WITH CHECK accepts it, not that of the policy whose USING let the old row through. What one policy allows only to reviewers, its WITH CHECK allows to all, unless it asks for the reviewer again.",
  scope: "rls",
  untried: "It takes a row in one state and two people who change it, which a trial does not know how to make; nothing was tried.",
  find: (facts) =>
    policiesOf(facts).flatMap((lender) => {
      const missing = callerConditionsLeftOut(lender, facts);
      if (missing.length === 0) return [];
      const borrowers = policiesOf(facts).filter((other) => other !== lender && other.table === lender.table && isUpdate(other) && shareRoles(other.policy, lender.policy, facts)
        && checkText(other) !== checkText(lender) && !missing.every((part) => conditions(other, facts).includes(part)));
      if (borrowers.length === 0 || lender.check === undefined) return [];
      const roles = reachedBy(lender, facts, ["UPDATE"]);
      return [{
        rule: "rls/checks-combine",
        object: lender.object,
        part: lender.policy.name,
        severity: roles.length > 0 ? ("error" as const) : ("warning" as const),
        message: `${named(lender)} accepts new rows by WITH CHECK (${lender.check.text}) without asking again who changes them. The server joins the checks of all permissive policies by OR, so that whoever ${listed(borrowers.map(({ policy }) => `"${policy.name}"`))} let${borrowers.length === 1 ? "s" : ""} at a row can write what only this policy should allow.`,
      }];
    }),
};

function isUpdate({ policy, using }: Policy): boolean {
  return policy.permissive && using !== undefined && commandsOf(policy).includes("UPDATE");
}

/** Conditions on the caller that USING has and an explicit WITH CHECK has not. */
function callerConditionsLeftOut(policy: Policy, facts: AuditFacts): readonly string[] {
  if (!isUpdate(policy) || policy.check === undefined || isAlwaysTrue(policy.check, policy, facts)) return [];
  const kept = new Set(conjuncts(policy.check.node).map((part) => partText(part, policy)));
  return conditions(policy, facts).filter((part) => !kept.has(part));
}

function conditions(policy: Policy, facts: AuditFacts): readonly string[] {
  return policy.using === undefined ? [] : conjuncts(policy.using.node).filter((part) => asksCaller(survey(part, policy.table.name), facts)).map((part) => partText(part, policy));
}

function partText(part: Node, { table }: Policy): string {
  return nodeText(unwrapped(part), table.name);
}

function checkText(policy: Policy): string {
  const clause = policy.check ?? policy.using;
  return clause === undefined ? "" : nodeText(clause.node, policy.table.name);
}
