import type { Identity } from "../../../../core/access/identity.ts";
import type { AuditFinding, FixCandidate } from "../../../../core/audit/auditFinding.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteName } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import { has } from "../facts/privileges.ts";
import type { MembershipFact } from "../facts/roles.ts";
import type { PostgresqlRule } from "../rule.ts";
import { usesRowSecurity } from "../holdings.ts";
import { pathTo, toldPath } from "./paths.ts";
import { isManaged, standingOf, tableObject } from "./who.ts";

/** The peers: pgrls SEC016, rlsautotest L014. pgdsat 4.7 looks in the wrong list. */
export const bypassRole: PostgresqlRule = {
  id: "reach/bypass-role",
  title: "A role that logs in and is above policies",
  why: "BYPASSRLS lifts every policy of every table. It is meant for roles that copy a database or that only the server's own code takes on; a role that logs in with it makes policies a courtesy wherever its password is known. Superusers are not told again here.",
  scope: "rls",
  find: (facts) =>
    facts.roles.all.filter((role) => usesRowSecurity(facts.catalog) && role.bypassRls && !role.superuser && (role.canLogin || standingOf(facts, role.name) !== "account") && !isManaged(role.name)).map((role) => ({
      rule: bypassRole.id,
      object: `role ${role.name}`,
      severity: standingOf(facts, role.name) === "account" ? ("warning" as const) : ("error" as const),
      message: `${role.name} ${role.canLogin ? "may log in and " : ""}has BYPASSRLS: no policy of this server binds it. Take the attribute away, or let a role without login have it.`,
      ...reaching(facts, role.name),
      ...(standingOf(facts, role.name) === "account" ? {} : { fix: { title: "Take BYPASSRLS away", statements: [`ALTER ROLE ${quoteName(role.name)} NOBYPASSRLS`], undo: [`ALTER ROLE ${quoteName(role.name)} BYPASSRLS`] } }),
    })),
};

/** The peers: pgrls SEC029, without the path; crunchy_check_access shows paths and does not judge them. */
export const becomesBypass: PostgresqlRule = {
  id: "reach/becomes-bypass",
  title: "A role of the application that can become one above policies",
  why: "BYPASSRLS and SUPERUSER are not inherited, but a member may SET ROLE to the role that has them (from PostgreSQL 16 on: where the membership says so), and WITH ADMIN OPTION may give itself that. A login role that only switches roles for each request (NOINHERIT, as PostgREST's) is meant so.",
  scope: "rls",
  find: (facts) => {
    const above = facts.roles.all.filter(({ name, superuser, bypassRls }) => superuser || (bypassRls && usesRowSecurity(facts.catalog) && name !== ""));
    const low = facts.roles.all.filter((role) => !facts.roles.bypasses(role.name) && !isManaged(role.name) && (role.canLogin || standingOf(facts, role.name) !== "account") && !switches(facts, role.name));
    return low.flatMap((role) => above.flatMap((target) => judged(facts, role.name, target)));
  },
};

function judged(facts: AuditFacts, role: string, target: { readonly name: string; readonly superuser: boolean }): AuditFinding[] {
  // The first target of a way is told; what that one may become besides is its own.
  const path = pathTo(facts, role, target.name, ({ set, admin }) => set || admin);
  if (path === undefined || path.slice(0, -1).some(({ role: between }) => facts.roles.bypasses(between))) return [];
  const grave = standingOf(facts, role) !== "account";
  const first = path[0]!;
  return [{
    rule: becomesBypass.id,
    object: `role ${role}`,
    part: target.name,
    severity: grave ? "error" : "warning",
    message: `${role} can become ${target.name}, ${target.superuser ? "a superuser" : "which no policy binds"}: ${toldPath(role, path)}. Whoever acts as ${role} gets past every policy with one SET ROLE.`,
    ...(facts.roles.named(facts.user)?.superuser !== true ? { untried: "What a role may become can be tried only by a superuser, who can act as that role from its login on." }
      : path.some(({ set }) => !set) ? { untried: "It would first have to give itself a membership, which was not tried." } : reaching(facts, target.name, role)),
    ...(grave ? { fix: fixOf(facts, role, first) } : {}),
  }];
}

/** What the role tries with somebody else's row of a table under policies, where it has a grant on one; `session`: who takes the role on. */
function reaching(facts: AuditFacts, role: string, session?: string): Pick<AuditFinding, "attacks" | "untried"> {
  const table = facts.catalog.tables.find((one) => one.rowSecurity.enabled && one.form !== "foreign" && mayRead(facts, one, role));
  if (table === undefined) return { untried: `${role} has no grant on any table under policies today, so that there is nothing that it could be tried with.` };
  const identity: Identity = { name: session === undefined ? `role ${role}` : `${session}, as ${role}`, role, ...(session === undefined ? {} : { session }), settings: {}, owns: [] };
  return { attacks: [{ identity, operation: "select", object: tableObject(table), row: "foreign" }] };
}

function mayRead(facts: AuditFacts, { schema, name }: TableObject, role: string): boolean {
  const relation = facts.relations.get(`${schema}.${name}`);
  const entered = facts.reach.schemas.get(schema);
  const owns = relation !== undefined && facts.roles.inheritedBy(role).has(relation.owner);
  return relation !== undefined && (owns || has(relation.privileges, role, "SELECT", facts.roles)) && (entered === undefined || has(entered.privileges, role, "USAGE", facts.roles));
}

function fixOf(facts: AuditFacts, role: string, first: MembershipFact): FixCandidate {
  const options = [...(first.admin ? ["ADMIN TRUE"] : []), ...(facts.version >= 160_000 ? [`INHERIT ${first.inherit ? "TRUE" : "FALSE"}`, `SET ${first.set ? "TRUE" : "FALSE"}`] : [])];
  return {
    title: `Take ${first.role} from ${role}`,
    statements: [`REVOKE ${quoteName(first.role)} FROM ${quoteName(role)}`],
    undo: [`GRANT ${quoteName(first.role)} TO ${quoteName(role)}${facts.version >= 160_000 ? ` WITH ${options.join(", ")}` : first.admin ? " WITH ADMIN OPTION" : ""}`],
  };
}

/** A login role that inherits nothing and may take on an anonymous role: it takes on one role for each request. */
function switches(facts: AuditFacts, role: string): boolean {
  const own = facts.roles.memberships.filter(({ member }) => member === role);
  return own.length > 0 && own.every(({ inherit, admin }) => !inherit && !admin) && own.some((membership) => standingOf(facts, membership.role) === "anonymous");
}
