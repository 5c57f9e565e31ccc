import type { A_Expr } from "libpg-query";
import type { PolicyObject } from "../../../../core/catalog/catalog.ts";
import type { PostgresqlRule } from "../rule.ts";
import { anonymousRole, signedInRole } from "../callers.ts";
import { as } from "../../facts/nodes.ts";
import { identityOf, lastMember, plain, sides, tellsCaller, texts } from "./expression/claims.ts";
import { survey } from "./expression/survey.ts";
import { meaningOf } from "./meaning.ts";
import { listed } from "./openTo.ts";
import { named, policiesOf, type Policy, reachedBy } from "./policy.ts";

const patterns = new Set(["~~", "~~*", "!~~", "!~~*", "~", "~*", "!~", "!~*", "^@"]);

function operatorsOf(policy: Policy): readonly { readonly node: A_Expr; readonly operator: string }[] {
  return policy.clauses.flatMap(({ survey: found }) => found.operators);
}

/** The peers: pgrls SEC034. */
export const emailGate: PostgresqlRule = {
  id: "rls/email-gate",
  title: "A policy that knows people by their e-mail address",
  why: "An address changes hands, may be unverified when it stands in the token, and keeps its old value there until the next sign-in. The user's id does none of that. Invitations by address are fine where the address was verified.",
  scope: "rls",
  untried: "Whether addresses are verified is decided outside of the database, so that nothing was tried.",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const asked = operatorsOf(policy).some(({ node, operator }) => (operator === "=" || patterns.has(operator)) && sides(node).some((side) => identityOf(side) === "email" || (lastMember(side) === "email" && tellsCaller(side))));
      const verified = policy.clauses.some(({ survey: found }) => JSON.stringify(found.operators.map(({ node }) => texts(node.rexpr ?? node.lexpr!))).includes("email_verified"));
      if (!asked || verified) return [];
      return [{
        rule: "rls/email-gate",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `${named(policy)} lets people through by the e-mail address of their token, which may be unverified or no longer theirs. Compare the user's id, or ask that the address is verified.`,
      }];
    }),
};

/** The peers: pgrls SEC026. */
export const patternOnIdentity: PostgresqlRule = {
  id: "rls/pattern-on-identity",
  title: "A pattern where identity is decided",
  why: "LIKE and regular expressions let through more than was thought of: an unescaped dot or underscore, a missing anchor, an address that only ends like the company's.",
  scope: "rls",
  untried: "Which names fit the pattern and can be had is not known to the database, so that nothing was tried.",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const found = operatorsOf(policy).filter(({ node, operator }) => patterns.has(operator) && sides(node).some((side) => tellsCaller(side)));
      if (found.length === 0) return [];
      return [{
        rule: "rls/pattern-on-identity",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `${named(policy)} decides who asks by a pattern (${listed([...new Set(found.map(({ operator }) => operator))])}). Compare with = what must be equal.`,
      }];
    }),
};

/** The peers: pgrls SEC021. */
export const hardCodedIdentity: PostgresqlRule = {
  id: "rls/hard-coded-identity",
  title: "One user or tenant written into a policy",
  why: "A literal user or tenant is a back door in production that no list of members shows, or what was left of a test. A kind, a status or a shared tenant's well-known number may be meant so.",
  scope: "rls",
  untried: "Who holds what the literal names is not known to the database, so that nothing was tried.",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const { owners, tenants } = meaningOf(policy.table);
      const whose = new Set([...owners, ...tenants]);
      const found = operatorsOf(policy).flatMap(({ node, operator }) => {
        if (operator !== "=" || !sides(node).some((side) => isLiteral(side))) return [];
        if (sides(node).some((side) => identityOf(side) === "uid" || identityOf(side) === "email" || ["sub", "email"].includes((tellsCaller(side) && lastMember(side)) || ""))) return ["the caller"];
        return sides(node).filter((side) => as(plain(side), "ColumnRef") !== undefined).flatMap((side) => survey(plain(side), policy.table.name).columns.filter(({ of, name }) => of === "own" && whose.has(name)).map(({ name }) => name));
      });
      if (found.length === 0) return [];
      const person = found.includes("the caller");
      return [{
        rule: "rls/hard-coded-identity",
        object: policy.object,
        part: policy.policy.name,
        severity: person ? ("warning" as const) : ("info" as const),
        message: `${named(policy)} compares ${listed([...new Set(found)])} with a literal. ${person ? "One account passes that no table of members names, whoever holds it later." : "Rows of one tenant or owner are treated apart, which no table of members shows."}`,
      }];
    }),
};

function isLiteral(node: Parameters<typeof plain>[0]): boolean {
  const bare = plain(node);
  const cast = as(bare, "TypeCast")?.arg;
  const constant = as(bare, "A_Const") ?? as(cast, "A_Const");
  return constant !== undefined && constant.isnull !== true && constant.boolval === undefined && (constant.sval?.sval ?? "x") !== "";
}

/** The peers: pgrls SEC018 wherever current_user stands; it is right where every person has a role. */
export const poolRoleAsUser: PostgresqlRule = {
  id: "rls/pool-role-as-user",
  title: "current_user where all users share a role",
  why: "Behind an API all users run as one role, so that current_user is authenticated for each of them: compared with an owner's name it is never true, or true for all. Right where every person logs in with a role of their own.",
  scope: "rls",
  untried: "Whom it lets through depends on the names that the rows hold, so that nothing was tried.",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const shared: ReadonlySet<string> = new Set([anonymousRole, signedInRole]);
      const roles = bound(policy.policy) ?? reachedBy(policy, facts);
      if (roles.length === 0 || !roles.every((role) => shared.has(role))) return [];
      const found = operatorsOf(policy).some(({ node, operator }) => operator === "=" && sides(node).some((side) => /USER|ROLE/.test(as(plain(side), "SQLValueFunction")?.op ?? ""))
        && sides(node).some((side) => survey(side, policy.table.name).columns.some(({ of }) => of === "own")));
      if (!found) return [];
      return [{
        rule: "rls/pool-role-as-user",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `${named(policy)} compares a column with current_user, but all its callers run as ${listed(roles)}. Compare with the user's id from the claims.`,
      }];
    }),
};

function bound({ roles }: PolicyObject): readonly string[] | undefined {
  return roles.length === 0 || roles.includes("public") ? undefined : roles;
}
