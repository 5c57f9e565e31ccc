import type { Attempt } from "../../../core/access/attempt.ts";
import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { schemeOf, tellsTenantAlone } from "../access/scheme.ts";
import { anonymousRole, asMember, attemptsBy, idFor } from "./callers.ts";
import type { AuditFacts } from "./facts.ts";
import { routineCalled, routineName } from "./policies/expression/bodies.ts";
import { policiesOf, reachedBy } from "./policies/policy.ts";
import { ancestors } from "./reach/partitionReachable.ts";

const operations = [["SELECT", "select"], ["INSERT", "insert"], ["UPDATE", "update"], ["DELETE", "delete"]] as const;

/**
 * What somebody of each role that a table's policies let through tries with a row of their own; of a partition, through the table above it. Of a finding about a
 * schema: with its tables; about a routine: with the tables whose policies call it.
 * At most two tables and two roles: they are tried before and after each fix.
 */
export async function legitimateAttempts(session: Session, finding: AuditFinding, facts: AuditFacts): Promise<readonly Attempt[]> {
  const found: Attempt[] = [];
  for (const table of tablesOf(finding, facts).slice(0, 2)) {
    for (const role of rolesOf(table, facts).slice(0, 2)) {
      for (const attempt of attemptsBy(facts, table, [role], operations, "own")) found.push(asMember({ ...attempt, identity: await member(session, role, attempt, facts) }, facts));
    }
  }
  return found;
}

function tablesOf({ object, about }: AuditFinding, facts: AuditFacts): readonly TableObject[] {
  if (about !== undefined) return facts.catalog.tables.filter((known) => about.includes(qualified(known)));
  const table = facts.catalog.tables.find((known) => qualified(known) === object);
  if (table !== undefined) {
    const above = table.policies.length > 0 ? undefined : ancestors(facts, table).find(({ policies }) => policies.length > 0);
    return above === undefined ? [table] : [table, above];
  }
  const calling = policiesOf(facts).filter(({ clauses }) => clauses.some(({ survey }) => survey.calls.some((call) => {
    const routine = routineCalled(call, facts);
    return routine !== undefined && routineName(routine) === object;
  })));
  return [...new Set(calling.map((policy) => policy.table))];
}

/** Roles that the connection can become, those of policies alone where row security is on. */
function rolesOf(table: TableObject, facts: AuditFacts): readonly string[] {
  const roles = table.policies.flatMap((policy) => reachedBy({ table, policy }, facts));
  const takable = facts.roles.named(facts.user)?.superuser === true ? undefined : facts.roles.reachableBy(facts.user);
  return [...new Set(roles)].filter((role) => role !== "PUBLIC" && (takable === undefined || takable.has(role)));
}

async function member(session: Session, role: string, attempt: Attempt, facts: AuditFacts): Promise<Attempt["identity"]> {
  if (session.access === undefined || role === anonymousRole) return attempt.identity;
  const scheme = schemeOf(facts.catalog, undefined);
  const user = scheme.kind === "role" ? role : idFor(tellsTenantAlone(scheme) ? "tenant" : "owner", facts);
  const [identity] = await session.access.identities({ user, claims: {}, role }, facts.catalog);
  return identity ?? attempt.identity;
}
