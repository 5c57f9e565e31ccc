import type { Identity } from "../../../core/access/identity.ts";
import { type MarkKind, markOfSetting } from "../../../core/access/markNames.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { UsageError } from "../../../core/errors.ts";
import type { IdentityRequest } from "../../access.ts";
import type { Session } from "../../engine.ts";
import { claimsOf } from "./claims.ts";
import { markTypes } from "./markTypes.ts";
import { tenantOfMember } from "./membership.ts";
import { type Roles, readRoles } from "./roles.ts";
import { type Scheme, schemeOf, tellsTenantAlone } from "./scheme.ts";
import { fits, plainIdentityValue } from "./values.ts";

/** The user, somebody else, somebody of another tenant, nobody, as this database would know them. Throws UsageError for an id or a role that it could not have. */
export async function identities(session: Session, request: IdentityRequest, catalog: Catalog): Promise<Identity[]> {
  const scheme = schemeOf(catalog, request.scheme);
  const roles = await readRoles(session, catalog);
  if (scheme.kind === "role") return ofRoles(request, roles);
  const types = { owner: markTypes(catalog, "owner"), tenant: markTypes(catalog, "tenant") };
  const tenantOnly = tellsTenantAlone(scheme);
  refuseUnfit(request.user, tenantOnly ? types.tenant : types.owner);
  const told = Object.entries(request.claims).find(([name]) => markOfSetting(name) === "tenant")?.[1];
  const joined = told ?? (tenantOnly ? request.user : await tenantOfMember(session, catalog, request.user));
  const tenant = joined ?? madeUp(types.tenant, "tenant", "own");
  const role = roleFor(request, roles, scheme);
  const make = (name: string, user: string | undefined, of: string | undefined): Identity => person(scheme, request, role, name, user, of);
  const someone: Identity[] = tenantOnly
    ? [make(`tenant ${request.user}`, undefined, request.user), make("another tenant", undefined, madeUp(types.tenant, "tenant", "otherTenant"))]
    : [
        make(`user ${request.user}`, request.user, tenant),
        make("somebody else", madeUp(types.owner, "owner", "foreign"), tenant),
        ...(tenant === undefined ? [] : [make("another tenant", madeUp(types.owner, "owner", "otherTenant"), madeUp(types.tenant, "tenant", "otherTenant"))]),
      ];
  return [...someone, ...nobodies(scheme, roles, role)];
}

function person(scheme: Scheme, request: IdentityRequest, role: string | undefined, name: string, user: string | undefined, tenant: string | undefined): Identity {
  const own = name.startsWith("user ") || name.startsWith("tenant ");
  const owns = [user, tenant].filter((value) => value !== undefined);
  const settings = scheme.kind === "claims" ? claimsOf(scheme, { user: user ?? "", role, tenant, further: request.claims, own }) : settingsOf(scheme, request, user, tenant, own);
  return { name, ...(role === undefined ? {} : { role }), settings, owns };
}

function settingsOf(scheme: Scheme, request: IdentityRequest, user: string | undefined, tenant: string | undefined, own: boolean): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of scheme.settings) {
    const value = markOfSetting(name) === "tenant" ? tenant : markOfSetting(name) === "owner" || scheme.settings.length === 1 ? user : undefined;
    if (value !== undefined) settings[name] = value;
  }
  for (const [name, value] of Object.entries(request.claims)) if (own || markOfSetting(name) !== "tenant") settings[name] = value;
  return settings;
}

function nobodies(scheme: Scheme, roles: Roles, role: string | undefined): Identity[] {
  if (scheme.kind === "setting") return [{ name: "nobody", ...(role === undefined ? {} : { role }), settings: {}, owns: [] }];
  const anonymous = roles.anonymous === undefined ? [] : [{ name: "anonymous", role: roles.anonymous, settings: { "request.jwt.claims": JSON.stringify({ role: roles.anonymous }) }, owns: [] }];
  return [...anonymous, { name: "without id", ...(role === undefined ? {} : { role }), settings: { "request.jwt.claims": JSON.stringify(role === undefined ? {} : { role }) }, owns: [] }];
}

function ofRoles(request: IdentityRequest, roles: Roles): Identity[] {
  if (!roles.takable.includes(request.user)) throw new UsageError("badArgument", `There is no role "${request.user}" that the connection may take.`, { next: `Its roles are ${roles.takable.slice(0, 12).join(", ")}. Where the application tells who asks by a setting or by claims, say so with --as setting or --as claims.` });
  const others = roles.granted.filter((name) => name !== request.user).slice(0, 3);
  return [request.user, ...others].map((name) => ({ name: `role ${name}`, role: name, settings: {}, owns: [name] }));
}

function roleFor(request: IdentityRequest, roles: Roles, scheme: Scheme): string | undefined {
  if (request.role !== undefined) {
    if (roles.takable.includes(request.role)) return request.role;
    throw new UsageError("badArgument", `There is no role "${request.role}" that the connection may take.`, { next: `Its roles are ${roles.takable.slice(0, 12).join(", ")}.` });
  }
  return (scheme.kind === "claims" ? roles.authenticated : undefined) ?? roles.granted[0];
}

function refuseUnfit(user: string, types: readonly { readonly type: string; readonly column: string }[]): void {
  const unfit = types.length > 0 && types.every(({ type }) => !fits(type, user)) ? types[0] : undefined;
  if (unfit !== undefined) throw new UsageError("badArgument", `No user of this database can have the id "${user}": ${unfit.column} is of type ${unfit.type}.`, { next: "Give an id of that type; it need not be one of an existing row." });
}

function madeUp(types: readonly { readonly type: string }[], kind: MarkKind, whose: "own" | "foreign" | "otherTenant"): string | undefined {
  return types[0] === undefined ? (kind === "owner" ? "somebody-else" : undefined) : (plainIdentityValue(types[0].type, kind, whose) ?? undefined);
}
