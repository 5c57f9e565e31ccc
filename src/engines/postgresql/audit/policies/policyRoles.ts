import type { A_Expr } from "libpg-query";
import type { PostgresqlRule } from "../rule.ts";
import { anonymousRole, exposure, signedInRole } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import { as } from "../../facts/nodes.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import { dropped } from "./alter.ts";
import { anyone, nobody } from "./expression/caller.ts";
import { identityOf, lastMember, membersTaken, plain, sides, tellsCaller, texts } from "./expression/claims.ts";
import { neverTrue, possible } from "./expression/evaluate.ts";
import { survey } from "./expression/survey.ts";
import { listed } from "./openTo.ts";
import { commandsOf, named, policiesOf, type Policy } from "./policy.ts";

const known: ReadonlySet<string> = new Set([anonymousRole, signedInRole, "service_role"]);

/** The peers: pgrls SEC023. */
export const bypassRolePolicy: PostgresqlRule = {
  id: "rls/bypass-role-policy",
  title: "A policy for a role that no policy binds",
  why: "Superusers and roles with BYPASSRLS are not asked. A policy for them does nothing, and makes a reader believe that they are limited by it.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const roles = policy.policy.roles.filter((role) => facts.roles.bypasses(role));
      if (roles.length === 0) return [];
      const all = roles.length === policy.policy.roles.length;
      return [{
        rule: "rls/bypass-role-policy",
        object: policy.object,
        part: policy.policy.name,
        severity: "info" as const,
        message: `${named(policy)} is for ${listed(roles)}, which bypass${roles.length === 1 ? "es" : ""} row security and ${roles.length === 1 ? "is" : "are"} never asked.`,
        ...(all && membersOf(roles, facts).length === 0 ? { fix: dropped(policy, "Drop the policy that is never asked") } : {}),
      }];
    }),
};

/** Roles that inherit a policy's role are bound by the policy, whatever that role itself may. */
function membersOf(roles: readonly string[], facts: AuditFacts): readonly string[] {
  return facts.roles.all.filter(({ name }) => !roles.includes(name) && !facts.roles.bypasses(name) && roles.some((role) => facts.roles.inheritedBy(name).has(role))).map(({ name }) => name);
}

export const roleWithoutMembers: PostgresqlRule = {
  id: "rls/role-nobody-has",
  title: "A policy for a role that nobody can be",
  why: "The role cannot log in, nobody is a member of it, and it has no grant on the table, so that the policy binds nobody. Mostly a slip of the pen for another role.",
  scope: "rls",
  untried: "Nobody can be this role, so that nobody can try it.",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const granted = new Set(exposure(facts, policy.table, commandsOf(policy.policy)));
      const idle = policy.policy.roles.filter((role) => {
        const fact = facts.roles.named(role);
        return fact !== undefined && !known.has(role) && !fact.canLogin && !fact.superuser && !granted.has(role) && facts.roles.memberships.every((membership) => membership.role !== role);
      });
      if (idle.length === 0) return [];
      return [{
        rule: "rls/role-nobody-has",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `${named(policy)} is for ${listed(idle)}, a role without login, without members and without a grant on the table: nobody is let through by it. Is another role meant?`,
      }];
    }),
};

/** The peers: pgrls SEC037. What the expression can come to tells it, not a list of spellings alone. */
export const unknownRole: PostgresqlRule = {
  id: "rls/unknown-role",
  title: "A policy that asks for a role that does not exist",
  why: "auth.role(), the claim role and current_user are names of roles of this server. Compared with a name that is none of them, the condition is never true, and turned round (<>) it always is.",
  scope: "rls",
  untried: "What it compares with never occurs, so that nobody can try it.",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const literals = policy.clauses.flatMap(({ survey }) => survey.operators.flatMap(({ node, operator }) => roleLiterals(node, operator)));
      const unknown = [...new Set(literals.filter((name) => facts.roles.named(name) === undefined && !known.has(name)))];
      if (unknown.length === 0) return [];
      const dead = policy.clauses.every((clause) => neverTrue(clause.node, policy.table, anyone, facts));
      return [{
        rule: "rls/unknown-role",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `${named(policy)} compares the caller's role with ${listed(unknown.map((name) => `'${name}'`))}, which is no role of this server${dead ? ", so that it is never true" : ""}.`,
      }];
    }),
};

function roleLiterals(node: A_Expr, operator: string): readonly string[] {
  if (operator !== "=" && operator !== "<>") return [];
  const isRole = (side: Parameters<typeof plain>[0]): boolean => identityOf(side) === "role" || (lastMember(side) === "role" && directClaim(side)) || /USER|ROLE/.test(as(plain(side), "SQLValueFunction")?.op ?? "");
  const both = sides(node);
  return both.some(isRole) ? both.flatMap(texts) : [];
}

/** `jwt ->> 'role'`, and not a role inside app_metadata, which is the application's own. */
function directClaim(side: Parameters<typeof plain>[0]): boolean {
  return tellsCaller(side) && membersTaken(survey(side)).length === 1;
}

/** The peers: pgrls SEC003 as an error for every policy TO PUBLIC; here only where it is known that visitors are never let through. */
export const toEverybody: PostgresqlRule = {
  id: "rls/to-everybody",
  title: "A policy for everybody that only users can pass",
  why: "Without TO, a policy is asked of visitors as well, for every row, to let none through. TO the role of those who signed in answers them at once, and holds even where the expression is weakened later.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (!isForEverybody(policy) || !policy.policy.permissive || facts.roles.named(signedInRole) === undefined || facts.roles.named(anonymousRole) === undefined) return [];
      const granted = exposure(facts, policy.table, commandsOf(policy.policy));
      if (!granted.includes(anonymousRole) || !granted.includes(signedInRole)) return [];
      if (!policy.clauses.every((clause) => possible(clause.node, policy.table, nobody, facts)?.has(true) === false && !neverTrue(clause.node, policy.table, anyone, facts))) return [];
      const target = `${quoteName(policy.policy.name)} ON ${quoteObject(policy.table)}`;
      return [{
        rule: "rls/to-everybody",
        object: policy.object,
        part: policy.policy.name,
        severity: "info" as const,
        message: `${named(policy)} is for everybody, ${anonymousRole} included, whom it never lets through. TO ${signedInRole} says so.`,
        fix: { title: `Ask only ${signedInRole}`, statements: [`ALTER POLICY ${target} TO ${quoteName(signedInRole)}`], undo: [`ALTER POLICY ${target} TO PUBLIC`] },
      }];
    }),
};

function isForEverybody({ policy }: Policy): boolean {
  return policy.roles.length === 0 || policy.roles.includes("public");
}
