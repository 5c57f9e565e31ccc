import type { Attempt, RowOf } from "../../../core/access/attempt.ts";
import type { Identity } from "../../../core/access/identity.ts";
import { type MarkKind, markOfSetting } from "../../../core/access/markNames.ts";
import type { Operation } from "../../../core/access/operation.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import { claimsOf } from "../access/claims.ts";
import { markTypes } from "../access/markTypes.ts";
import { schemeOf } from "../access/scheme.ts";
import { fits } from "../access/values.ts";
import type { AuditFacts } from "./facts.ts";
import { has } from "./facts/privileges.ts";

/** The role that Supabase and PostgREST set up for those who did not sign in, and the one for those who did. */
export const anonymousRole = "anon";
export const signedInRole = "authenticated";

const strangerId = "00000000-0000-4000-8000-0000000000a1";

/** Roles other than the owner that policies bind and that have one of these privileges on the table; "PUBLIC" where everybody has. */
export function exposure(facts: AuditFacts, table: Pick<TableObject, "schema" | "name">, privileges: readonly string[]): readonly string[] {
  const relation = facts.relations.get(`${table.schema}.${table.name}`);
  if (relation === undefined) return [];
  const lines = [...relation.privileges, ...relation.columnPrivileges];
  const grantees = new Set(lines.filter((line) => privileges.includes(line.privilege)).map((line) => line.grantee));
  return [...grantees].filter((role) => role !== relation.owner && !facts.roles.bypasses(role)).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function rank(role: string): number {
  return ["PUBLIC", anonymousRole, signedInRole].indexOf(role) + 1 || 9;
}

/** Somebody of this role about whom no row says anything. "PUBLIC" and "public": as the server's anonymous role, where it has one. */
export function stranger(facts: AuditFacts, role: string): Identity {
  const everybody = role === "PUBLIC" || role === "public";
  const own = everybody ? (facts.roles.named(anonymousRole)?.name ?? facts.roles.all.find((known) => !facts.roles.bypasses(known.name))?.name) : role;
  if (own === signedInRole) {
    return { name: "somebody else who is signed in", role: own, settings: claims({ sub: strangerId, role: own, aal: "aal1" }), owns: [strangerId] };
  }
  return { name: own === anonymousRole ? "anonymous" : `role ${own ?? role}`, ...(own === undefined ? {} : { role: own }), settings: own === anonymousRole ? claims({ role: own }) : {}, owns: [] };
}

function claims(value: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { "request.jwt.claims": JSON.stringify(value), ...(value["sub"] === undefined ? {} : { "request.jwt.claim.sub": value["sub"] }), ...(value["role"] === undefined ? {} : { "request.jwt.claim.role": value["role"] }) };
}

/** What these roles would try, each only where a grant lets it begin: at most three roles, since one that gets through is a witness. */
export function attemptsBy(facts: AuditFacts, table: TableObject, roles: readonly string[], wanted: readonly (readonly [privilege: string, operation: Operation])[], row: RowOf): readonly Attempt[] {
  const relation = facts.relations.get(`${table.schema}.${table.name}`);
  return roles.slice(0, 3).flatMap((role) =>
    wanted.filter(([privilege]) => relation !== undefined && has(relation.privileges, role, privilege, facts.roles)).map(([, operation]) => ({
      identity: stranger(facts, role),
      operation,
      object: { form: table.partitionOf === undefined ? (table.form === "foreign" ? "foreignTable" : "table") : "partition", schema: table.schema, name: table.name },
      row,
    })),
  );
}

/** For a finding: no attacks at all rather than an empty list. */
export function attacking(attempts: readonly Attempt[]): { readonly attacks?: readonly Attempt[] } {
  return attempts.length === 0 ? {} : { attacks: attempts };
}

/** Ids in the forms that applications have, none of which the rows of others get. */
const ids: Readonly<Record<MarkKind, readonly string[]>> = {
  owner: ["de000000-0000-4000-8000-00000000c0de", "2000000099", "29999", "somebody"],
  tenant: ["de000000-0000-4000-8000-0000000000c1", "2000000098", "29998", "some-tenant"],
};

/** A value that this database's columns for owners, or for tenants, take. */
export function idFor(kind: MarkKind, { catalog }: AuditFacts): string {
  const type = markTypes(catalog, kind)[0]?.type ?? "uuid";
  return ids[kind].find((id) => fits(type, id)) ?? ids[kind][0]!;
}

/** Somebody of this role as the application would tell the database about them: signed in, and in a tenant of their own. */
export function person(facts: AuditFacts, role: string): Identity {
  const nobody = stranger(facts, role);
  if (nobody.role === undefined || nobody.role === anonymousRole) return nobody;
  const scheme = schemeOf(facts.catalog, undefined);
  const [user, tenant] = [idFor("owner", facts), idFor("tenant", facts)];
  const further = Object.fromEntries(tenantClaims(facts.catalog).map((path) => [path, tenant]));
  const claimed = scheme.kind === "claims" ? claimsOf(scheme, { user, role: nobody.role, tenant, further, own: true }) : {};
  const told = Object.fromEntries(scheme.settings.map((name) => [name, markOfSetting(name) === "tenant" ? tenant : user]));
  return { name: `somebody in a tenant of their own (${nobody.role})`, role: nobody.role, settings: { ...told, ...claimed }, owns: [user, tenant] };
}

/** Claims in which policies and functions look for the tenant: "app_metadata.tenant_id", "org_id". */
function tenantClaims({ tables, routines }: AuditFacts["catalog"]): readonly string[] {
  const texts = [...tables.flatMap(({ policies }) => policies.flatMap(({ using, check }) => [using ?? "", check ?? ""])), ...routines.map(({ definition }) => definition)];
  const taken = texts.flatMap((text) => [...text.matchAll(/(?:'(app_metadata)'(?:::text)?\)?\s*)?->>\s*'(\w+)'/g)].map(([, document, name]) => (document === undefined ? name! : `${document}.${name!}`)));
  return [...new Set(taken)].filter((path) => markOfSetting(path) === "tenant");
}

/** The same, tried by somebody whom the application has told the database about in its own settings: as a member of some tenant, with a row of their own. */
export function asMember(attempt: Attempt, facts: AuditFacts): Attempt {
  const settings = schemeOf(facts.catalog, undefined).settings.map((name) => [name, idFor(markOfSetting(name) ?? "tenant", facts)] as const);
  const { identity } = attempt;
  return { ...attempt, row: "own", identity: { ...identity, settings: { ...identity.settings, ...Object.fromEntries(settings) }, owns: [...identity.owns, ...settings.map(([, value]) => value)] } };
}
