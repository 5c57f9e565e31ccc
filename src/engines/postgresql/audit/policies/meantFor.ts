import type { Attempt } from "../../../../core/access/attempt.ts";
import { attemptsBy, person } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import { operationOf } from "./openTo.ts";
import { commandsOf, type Policy } from "./policy.ts";

/** What those whom a policy binds are meant to do with a row of their own, where they have a grant for it. */
export function meantFor({ table, policy }: Policy, roles: readonly string[], facts: AuditFacts): readonly Attempt[] {
  const asked = commandsOf(policy).map((command) => [command, operationOf[command]] as const);
  return attemptsBy(facts, table, roles, asked, "own").map((attempt) => ({ ...attempt, identity: person(facts, attempt.identity.role ?? "PUBLIC") }));
}
