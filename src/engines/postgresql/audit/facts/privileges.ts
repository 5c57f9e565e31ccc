import type { Roles } from "./roles.ts";

/** One line of an access list: who has which privilege; "PUBLIC" stands for everybody. The owner's own are in it. */
export interface PrivilegeFact {
  readonly grantee: string;
  /** "SELECT", "INSERT", "EXECUTE", "USAGE", … */
  readonly privilege: string;
  readonly grantable: boolean;
}

/** JSON of an access list as it is in force: where nobody granted or revoked, that of a new object. */
export function aclJson(acl: string, kind: "r" | "s" | "f" | "n", owner: string): string {
  return `(SELECT pg_catalog.json_agg(pg_catalog.json_build_object('grantee', CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(x.grantee) END,
    'privilege', x.privilege_type, 'grantable', x.is_grantable) ORDER BY x.grantee, x.privilege_type)::pg_catalog.text
    FROM pg_catalog.aclexplode(COALESCE(${acl}, pg_catalog.acldefault('${kind}', ${owner}))) x)`;
}

/** True where the role has the privilege without SET ROLE: by itself, as a member, as everybody, as a superuser. "public" asks for everybody alone. */
export function has(privileges: readonly PrivilegeFact[], role: string, privilege: string, roles: Roles): boolean {
  const granted = (grantee: string): boolean => privileges.some((line) => line.grantee === grantee && line.privilege === privilege);
  if (granted("PUBLIC")) return true;
  if (role === "public" || role === "PUBLIC") return false;
  return roles.named(role)?.superuser === true || [...roles.inheritedBy(role)].some(granted);
}
