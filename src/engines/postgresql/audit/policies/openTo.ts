import type { Attempt } from "../../../../core/access/attempt.ts";
import type { Operation } from "../../../../core/access/operation.ts";
import type { Severity } from "../../../../core/report/report.ts";
import { attacking, attemptsBy } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import { alwaysTrue, possible } from "./expression/evaluate.ts";
import { anyone, type Caller } from "./expression/caller.ts";
import { meaningOf } from "./meaning.ts";
import { audience, type Clause, commandsOf, policiesOf, type Policy, reachedBy, shareRoles } from "./policy.ts";

type Command = ReturnType<typeof commandsOf>[number];

export const operationOf: Readonly<Record<Command, Operation>> = { SELECT: "select", INSERT: "insert", UPDATE: "update", DELETE: "delete" };

/** True where the caller gets through for every row, whatever the row holds. An error of the server counts as not getting through, yet where all others do it is open. */
export function opensFor(clause: Clause, policy: Policy, caller: Caller, facts: AuditFacts): boolean {
  const found = possible(clause.node, policy.table, caller, facts);
  return found !== undefined && found.has(true) && !found.has(false) && !found.has(null);
}

export function isAlwaysTrue(clause: Clause, policy: Policy, facts: AuditFacts): boolean {
  return alwaysTrue(clause.node, policy.table, anyone, facts);
}

/** What a clause is asked for: USING for rows that are there, WITH CHECK for rows that are written. */
export function commandsOfClause({ policy, check }: Policy, kind: Clause["kind"]): readonly Command[] {
  const commands = commandsOf(policy);
  if (kind === "check") return commands.filter((command) => command === "INSERT" || command === "UPDATE");
  return check === undefined ? commands : commands.filter((command) => command !== "INSERT");
}

/** The commands of a permissive clause that no restrictive policy narrows for all whom it binds. */
export function unnarrowed(policy: Policy, kind: Clause["kind"], facts: AuditFacts): readonly Command[] {
  const narrowing = policiesOf(facts).filter((other) => other.table === policy.table && !other.policy.permissive && boundAll(other, policy) && other.clauses.some((clause) => !isAlwaysTrue(clause, other, facts)));
  return commandsOfClause(policy, kind).filter((command) => !narrowing.some((other) => commandsOf(other.policy).includes(command)));
}

function boundAll(restrictive: Policy, policy: Policy): boolean {
  const roles = restrictive.policy.roles;
  return roles.length === 0 || roles.includes("public") || (policy.policy.roles.length > 0 && policy.policy.roles.every((role) => roles.includes(role)));
}

/** Other permissive policies for the same commands and callers that do ask something: an open one beside them undoes them. */
export function undoes(policy: Policy, commands: readonly Command[], facts: AuditFacts): readonly Policy[] {
  return policiesOf(facts).filter((other) => other !== policy && other.table === policy.table && other.policy.permissive && commandsOf(other.policy).some((command) => commands.includes(command))
    && shareRoles(other.policy, policy.policy, facts) && other.clauses.some((clause) => !isAlwaysTrue(clause, other, facts)));
}

/** How bad it is that these roles reach every row by these commands: what is exposed, to whom. Undefined where that is what a table is for. */
export function gravity(policy: Policy, commands: readonly Command[], facts: AuditFacts): Severity | undefined {
  const { owners, tenants, personal } = meaningOf(policy.table);
  const writes = commands.some((command) => command !== "SELECT");
  const roles = reachedBy(policy, facts, commands);
  const reached = audience(roles);
  const undone = undoes(policy, commands, facts);
  const aware = undone.length > 0;
  if (commands.length === 0 || (policy.policy.roles.length > 0 && policy.policy.roles.every((role) => facts.roles.bypasses(role)))) return undefined;
  if (reached === "nobody") return writes || personal.length + tenants.length > 0 ? "info" : undefined;
  if (reached === "named") return undone.some((other) => other.policy.roles.some((role) => policy.policy.roles.includes(role))) ? "warning" : undefined;
  if (writes) return "error";
  if (personal.length > 0 || tenants.length > 0) return reached === "everybody" ? "error" : "warning";
  if (aware) return reached === "everybody" ? "warning" : "info";
  if (owners.length > 0) return "info";
  return undefined;
}

/** What somebody about whom the rows say nothing would try. */
export function attacksBy(policy: Policy, commands: readonly Command[], facts: AuditFacts): { readonly attacks?: readonly Attempt[] } {
  return attacking(attemptsBy(facts, policy.table, reachedBy(policy, facts, commands), commands.map((command) => [command, operationOf[command]]), "foreign"));
}

/** "reads", "writes", "reads and writes" */
export function deeds(commands: readonly Command[]): string {
  const reads = commands.includes("SELECT");
  const others = commands.filter((command) => command !== "SELECT").map((command) => ({ INSERT: "insert", UPDATE: "change", DELETE: "delete" })[command] ?? "");
  return listed([...(reads ? ["read"] : []), ...others]);
}

/** "PUBLIC", "anon and authenticated". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
