import { quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { attempts, standingOf, tableObject, toldRoles } from "./who.ts";
import { pathTo, toldPath } from "./paths.ts";

/** The peers: pgrls SEC002, SEC048; facts E of PostgreSQL: an owner sees all rows unless the policies are forced. */
export const notForced: PostgresqlRule = {
  id: "reach/not-forced",
  title: "Policies that do not bind the owner, whom somebody acts as",
  why: "Policies bind a table's owner only where they are forced. It matters where the application itself logs in as the owner, or can become the owner by SET ROLE. Where the owner is a role for migrations that nobody else becomes, it is as it should be.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      const owner = table.owner === undefined ? undefined : facts.roles.named(table.owner);
      if (!table.rowSecurity.enabled || table.rowSecurity.forced || owner === undefined || facts.roles.bypasses(owner.name)) return [];
      const members = becoming(facts, owner.name);
      const bound = table.policies.some(({ roles }) => roles.includes(owner.name));
      if (!owner.canLogin && members.length === 0 && !bound) return [];
      const object = `${table.schema}.${table.name}`;
      const app = owner.canLogin || bound || members.some((role) => standingOf(facts, role) !== "account");
      const first = members[0];
      return [{
        rule: notForced.id,
        object,
        severity: app && (bound || standingOf(facts, owner.name) !== "account" || members.some((role) => standingOf(facts, role) !== "account")) ? ("error" as const) : ("warning" as const),
        message: `The policies of ${object} do not bind its owner ${owner.name}, ${owner.canLogin ? "which may log in" : bound ? "whom its policies are written for" : `which ${toldRoles(members)} can act as${first === undefined ? "" : ` (${toldPath(first, pathTo(facts, first, owner.name) ?? [])})`}`}: as the owner it sees and changes every row. Force them, or let a role own the table that nobody logs in as.`,
        attacks: attempts(facts, tableObject(table), [owner.name], ["select"]),
        fix: {
          title: "Force row level security, so that it binds the owner too",
          statements: [`ALTER TABLE ${quoteObject(table)} FORCE ROW LEVEL SECURITY`],
          undo: [`ALTER TABLE ${quoteObject(table)} NO FORCE ROW LEVEL SECURITY`],
        },
      }];
    }),
};

/** Roles below policies that log in (or stand for users) and have or can take the owner's rights. */
function becoming(facts: AuditFacts, owner: string): readonly string[] {
  return facts.roles.all
    .filter((role) => role.name !== owner && !facts.roles.bypasses(role.name) && (role.canLogin || standingOf(facts, role.name) !== "account"))
    .map(({ name }) => name)
    .filter((name) => facts.roles.reachableBy(name).has(owner) || facts.roles.inheritedBy(name).has(owner));
}
