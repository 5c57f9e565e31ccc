import { qualified } from "../../../../core/catalog/objects.ts";
import type { TableObject, ViewObject } from "../../../../core/catalog/catalog.ts";
import type { AuditFacts } from "../facts.ts";
import type { RoutineFact } from "../facts/routines.ts";
import type { PostgresqlRule } from "../rule.ts";
import { bodyOf, routineCalled, schemasOf } from "./expression/bodies.ts";
import { type Survey, survey } from "./expression/survey.ts";
import { commandsOf, named, policiesOf, type Policy, reachedBy, shareRoles } from "./policy.ts";
import { listed } from "./openTo.ts";
import { meantFor } from "./meantFor.ts";

/** As the server goes: a table read inside a policy brings in that table's own policies for SELECT, for the same role. */
export const recursion: PostgresqlRule = {
  id: "rls/recursion",
  title: "A policy that needs itself",
  why: "A policy that reads its own table, or a table whose policies read this one, makes the server apply it again while it applies it: every statement fails with \"infinite recursion detected\" or runs out of stack. A SECURITY DEFINER function whose owner is not bound by the policies breaks the circle.",
  scope: "rls",
  find: (facts) => {
    const policies = policiesOf(facts);
    const next = new Map(policies.map((policy) => [policy, followed(policy, policies, facts)]));
    const told = new Set<Policy>();
    return policies.flatMap((policy) => {
      const circle = told.has(policy) ? undefined : shortestCircle(policy, next);
      if (circle === undefined) return [];
      for (const member of circle) told.add(member);
      const roles = reachedBy(policy, facts);
      const meant = meantFor(policy, roles, facts).slice(0, 2);
      return [{
        rule: "rls/recursion",
        object: policy.object,
        part: policy.policy.name,
        severity: roles.length > 0 ? ("error" as const) : ("warning" as const),
        message: circle.length === 1
          ? `${named(policy)} reads ${policy.object} itself, so that every statement of ${roles.length > 0 ? listed(roles) : "those whom it binds"} fails with infinite recursion. Read it in a SECURITY DEFINER function that is owned by a role which these policies do not bind.`
          : `${named(policy)} needs itself: ${[...circle, policy].map(({ object, policy: { name } }) => `${object} ("${name}")`).join(" reads ")}. Every statement of ${roles.length > 0 ? listed(roles) : "those whom it binds"} fails with infinite recursion. A SECURITY DEFINER function in one of them breaks the circle.`,
        ...(meant.length === 0 ? { untried: `Nobody ${roles.length === 0 ? "has a grant" : "whose way in is known has one"} for what the policy is asked for, so that nothing can be tried.` } : { breaks: { attempts: meant, codes: recursionCodes } }),
      }];
    });
  },
};

/** "infinite recursion detected in policy", and a stack that ran out where functions lie in the circle. */
const recursionCodes = ["42P17", "54001"];

/** The policies that are applied while this one is. */
function followed(policy: Policy, policies: readonly Policy[], facts: AuditFacts): readonly Policy[] {
  const tables = tablesRead(policy, facts);
  return policies.filter((other) => tables.has(other.object) && commandsOf(other.policy).includes("SELECT") && shareRoles(policy.policy, other.policy, facts));
}

/** Tables that a policy reads as somebody whom their policies bind, through views and functions. */
function tablesRead(policy: Policy, facts: AuditFacts): ReadonlySet<string> {
  const found = new Set<string>();
  const visited = new Set<TableObject | ViewObject | RoutineFact>();
  const follow = (expression: Survey, as: string | undefined, from?: RoutineFact): void => {
    for (const read of expression.reads) {
      const table = facts.catalog.tables.find((known) => known.name === read.name && schemasOf(read.schema, from).includes(known.schema));
      if (table !== undefined && binds(table, as, facts)) found.add(qualified(table));
      const view = facts.catalog.views.find((known) => known.form === "view" && known.name === read.name && schemasOf(read.schema, from).includes(known.schema));
      if (view === undefined || visited.has(view)) continue;
      visited.add(view);
      follow(survey(facts.parser.parse(view.query).stmts), /^(?:true|on|1)$/.test(view.options["security_invoker"] ?? "") ? as : view.owner);
    }
    for (const call of expression.calls) {
      const routine = routineCalled(call, facts, from);
      if (routine === undefined || visited.has(routine)) continue;
      visited.add(routine);
      follow(bodyOf(routine, facts).survey, routine.securityDefiner ? routine.owner : as, routine);
    }
  };
  for (const clause of policy.clauses) follow(clause.survey, undefined);
  return found;
}

/** `role` undefined: whoever the policy binds, and so does the other table's. */
function binds(table: TableObject, role: string | undefined, facts: AuditFacts): boolean {
  if (role === undefined) return true;
  if (facts.roles.bypasses(role)) return false;
  const owner = facts.relations.get(qualified(table))?.owner ?? table.owner;
  return owner === undefined || !facts.roles.inheritedBy(role).has(owner) || table.rowSecurity.forced;
}

function shortestCircle(start: Policy, next: ReadonlyMap<Policy, readonly Policy[]>): readonly Policy[] | undefined {
  const from = new Map<Policy, Policy | undefined>([[start, undefined]]);
  for (const policy of from.keys()) {
    for (const other of next.get(policy) ?? []) {
      if (other === start) {
        const circle: Policy[] = [];
        for (let step: Policy | undefined = policy; step !== undefined; step = from.get(step)) circle.unshift(step);
        return circle;
      }
      if (!from.has(other)) from.set(other, policy);
    }
  }
  return undefined;
}
