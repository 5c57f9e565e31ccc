import { cellText, type ReadFacts } from "./read.ts";

/** A role of the server. */
export interface RoleFact {
  readonly name: string;
  readonly superuser: boolean;
  /** Its BYPASSRLS attribute; a superuser is not bound by policies either. */
  readonly bypassRls: boolean;
  readonly canLogin: boolean;
  readonly createRole: boolean;
}

/** `member` was granted `role`. Before PostgreSQL 16 inheriting is the member's attribute, and every member may SET ROLE. */
export interface MembershipFact {
  readonly role: string;
  readonly member: string;
  readonly inherit: boolean;
  readonly set: boolean;
  readonly admin: boolean;
}

/** Roles and who is a member of whom. */
export class Roles {
  readonly all: readonly RoleFact[];
  readonly memberships: readonly MembershipFact[];
  private readonly byName: ReadonlyMap<string, RoleFact>;

  constructor(all: readonly RoleFact[], memberships: readonly MembershipFact[]) {
    this.all = all;
    this.memberships = memberships;
    this.byName = new Map(all.map((role) => [role.name, role]));
  }

  named(name: string): RoleFact | undefined {
    return this.byName.get(name);
  }

  /** True for a role that no policy binds. */
  bypasses(name: string): boolean {
    const role = this.named(name);
    return role !== undefined && (role.superuser || role.bypassRls);
  }

  /** The role itself and those whose rights it has without SET ROLE. */
  inheritedBy(name: string): ReadonlySet<string> {
    return this.closure(name, (membership) => membership.inherit);
  }

  /** The role itself and those that it may become. */
  reachableBy(name: string): ReadonlySet<string> {
    return this.closure(name, (membership) => membership.set);
  }

  private closure(name: string, through: (membership: MembershipFact) => boolean): ReadonlySet<string> {
    const found = new Set([name]);
    for (const member of found) for (const membership of this.memberships) if (membership.member === member && through(membership)) found.add(membership.role);
    return found;
  }
}

const rolesQuery = `SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolcreaterole FROM pg_catalog.pg_roles r WHERE r.rolname NOT LIKE 'pg\\_%' ORDER BY 1`;

/** Predefined roles (pg_read_all_data, …) are named as what one may be a member of, and have no fact of their own. */
function membershipsQuery(version: number): string {
  const options = version >= 160_000 ? "m.inherit_option, m.set_option" : "u.rolinherit, true";
  return `SELECT g.rolname, u.rolname, ${options}, m.admin_option
    FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid JOIN pg_catalog.pg_roles u ON u.oid = m.member ORDER BY 1, 2`;
}

/** Two queries. */
export async function readRoles({ rows, version }: ReadFacts): Promise<Roles> {
  const roles = (await rows(rolesQuery)).map(([name, superuser, bypassRls, canLogin, createRole]) => ({
    name: cellText(name), superuser: superuser === true, bypassRls: bypassRls === true, canLogin: canLogin === true, createRole: createRole === true,
  }));
  const memberships = (await rows(membershipsQuery(version))).map(([role, member, inherit, set, admin]) => ({
    role: cellText(role), member: cellText(member), inherit: inherit === true, set: set === true, admin: admin === true,
  }));
  return new Roles(roles, memberships);
}
