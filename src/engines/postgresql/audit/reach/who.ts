import type { Attempt, AccessObject, RowOf } from "../../../../core/access/attempt.ts";
import type { Operation } from "../../../../core/access/operation.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { signedInRole, stranger } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import { has, type PrivilegeFact } from "../facts/privileges.ts";

/** "anonymous": everybody, also who did not sign in. "users": one role that stands for all who signed in. "account": some other role. */
export type Standing = "anonymous" | "users" | "account";

const anonymousName = /^(?:public|(?:web_?|api_?)?anon(?:ymous)?(?:_?(?:user|role))?|guest(?:_?(?:user|role))?|visitors?)$/i;
const usersName = /^(?:(?:web_?|api_?|app_?)?authenticated(?:_?(?:user|role))?|(?:web|app|api)_?users?|signed_?in|logged_?in)$/i;

/** What a role stands for, by its name and by the policies that are written for it. */
export function standingOf(facts: AuditFacts, role: string): Standing {
  if (role === "PUBLIC" || anonymousName.test(role)) return "anonymous";
  if (role === signedInRole || usersName.test(role)) return "users";
  return facts.catalog.tables.some((table) => table.policies.some(({ roles }) => roles.includes(role))) ? "users" : "account";
}

/** The gravest standing among roles; undefined for none. */
export function gravest(facts: AuditFacts, roles: readonly string[]): Standing | undefined {
  const standings = roles.map((role) => standingOf(facts, role));
  return (["anonymous", "users", "account"] as const).find((standing) => standings.includes(standing));
}

const managed = /^(?:pg_|rds|cloudsql|azure|supabase_|pgbouncer$|pgsodium|dashboard_user$|authenticator$|service_role$|neon_superuser$)/;

/** A role that a hosted service brought, or one that its own code takes on. */
export function isManaged(role: string): boolean {
  return managed.test(role);
}

/** Roles of others than the server and its provider that were granted one of these, "PUBLIC" included, and may enter the schema; owners and roles above policies left out. */
export function granted(facts: AuditFacts, object: { readonly schema: string; readonly owner: string; readonly privileges: readonly PrivilegeFact[] }, privileges: readonly string[]): readonly string[] {
  const schema = facts.reach.schemas.get(object.schema);
  const grantees = new Set(object.privileges.filter((line) => privileges.includes(line.privilege)).map(({ grantee }) => grantee));
  return [...grantees]
    .filter((role) => role !== object.owner && !facts.roles.bypasses(role) && !isManaged(role) && !(role !== "PUBLIC" && facts.roles.inheritedBy(role).has(object.owner)))
    .filter((role) => schema === undefined || has(schema.privileges, role, "USAGE", facts.roles) || (role === "PUBLIC" && schema.privileges.some(({ privilege }) => privilege === "USAGE") && entersElsewhere(facts, schema.privileges)))
    .sort((a, b) => rank(facts, a) - rank(facts, b) || (a < b ? -1 : 1));
}

/** PUBLIC has the object and not the schema, which somebody else below policies may enter: that one has both. */
function entersElsewhere(facts: AuditFacts, privileges: readonly PrivilegeFact[]): boolean {
  return privileges.some(({ grantee, privilege }) => privilege === "USAGE" && (anonymousName.test(grantee) || usersName.test(grantee)) && !facts.roles.bypasses(grantee));
}

function rank(facts: AuditFacts, role: string): number {
  return role === "PUBLIC" ? 0 : ["anonymous", "users", "account"].indexOf(standingOf(facts, role)) + 1;
}

/** Grantees of a table, view or the like; with those of single columns. */
export function grantedRelation(facts: AuditFacts, named: { readonly schema: string; readonly name: string }, privileges: readonly string[]): readonly string[] {
  const relation = facts.relations.get(`${named.schema}.${named.name}`);
  return relation === undefined ? [] : granted(facts, { ...relation, privileges: [...relation.privileges, ...relation.columnPrivileges] }, privileges);
}

/** "PUBLIC and anon", "anon, app and three others" */
export function toldRoles(roles: readonly string[]): string {
  const shown = roles.length > 4 ? [...roles.slice(0, 3), `${roles.length - 3} others`] : roles;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)!}`;
}

/** Each operation tried by at most two of the roles: one that gets through is a witness. */
export function attempts(facts: AuditFacts, object: AccessObject, roles: readonly string[], operations: readonly Operation[], row: RowOf = "foreign"): readonly Attempt[] {
  return roles.slice(0, 2).flatMap((role) => operations.map((operation) => ({ identity: stranger(facts, role), operation, object, row, ...(operation === "execute" ? { rightAlone: true } : {}) })));
}

export function tableObject(table: Pick<TableObject, "schema" | "name" | "form" | "partitionOf">): AccessObject {
  return { form: table.form === "foreign" ? "foreignTable" : table.partitionOf === undefined ? "table" : "partition", schema: table.schema, name: table.name };
}

const operationOf: Readonly<Record<string, Operation>> = { SELECT: "select", INSERT: "insert", UPDATE: "update", DELETE: "delete", TRUNCATE: "truncate" };

/** What of these privileges any of the roles has on the whole table, as operations. */
export function operationsOf(facts: AuditFacts, named: { readonly schema: string; readonly name: string }, roles: readonly string[], privileges: readonly string[]): readonly Operation[] {
  const relation = facts.relations.get(`${named.schema}.${named.name}`);
  if (relation === undefined) return [];
  return privileges.filter((privilege) => roles.some((role) => has(relation.privileges, role, privilege, facts.roles))).flatMap((privilege) => operationOf[privilege] ?? []);
}

/** True where the role (or "PUBLIC") may make objects in some schema of the database, and so a function of its own. */
export function mayCreate(facts: AuditFacts, role: string): boolean {
  return [...facts.reach.schemas.values()].some(({ privileges }) => has(privileges, role, "CREATE", facts.roles));
}
