import type { Grant } from "../../../core/catalog/catalog.ts";
import { canonicalJson, type Json } from "../../../core/json.ts";
import { identifier } from "./identifier.ts";
import type { Part } from "./part.ts";

/** What everybody may do with a new object of a kind, unless it is revoked. */
const GRANTED_TO_PUBLIC: Readonly<Record<string, string>> = { FUNCTION: "EXECUTE", PROCEDURE: "EXECUTE", AGGREGATE: "EXECUTE", TYPE: "USAGE", DOMAIN: "USAGE" };

/** The grants on an object. `target` is what stands after ON: "TABLE public.orders". */
export function grantParts(key: string, target: string, grants: readonly Grant[] | undefined): Part[] {
  if (grants === undefined) return [];
  const revoked = revokedDefaults(target, grants);
  const given = grants.filter((grant) => !isDefault(target, grant));
  return [
    {
      key: `${key}#grants`,
      object: key,
      family: "grant",
      needs: [key],
      text: "",
      within: [key],
      state: canonicalJson(grants as unknown as Json),
      create: [...revoked, ...given.map((grant) => grantStatement(target, grant))],
      drop: given.map((grant) => revokeStatement(target, grant)),
      survivesRetype: true,
    },
  ];
}

/** "alice", or the keyword for everybody. */
export function roleName(role: string): string {
  return role === "PUBLIC" ? "PUBLIC" : identifier(role);
}

function defaultPrivilege(target: string): string | undefined {
  return GRANTED_TO_PUBLIC[target.slice(0, target.indexOf(" "))];
}

function isDefault(target: string, grant: Grant): boolean {
  return grant.grantee === "PUBLIC" && !grant.grantable && grant.column === undefined && grant.privileges.join() === defaultPrivilege(target);
}

function revokedDefaults(target: string, grants: readonly Grant[]): string[] {
  const privilege = defaultPrivilege(target);
  if (privilege === undefined || grants.some((grant) => isDefault(target, grant))) return [];
  return [`REVOKE ALL ON ${target} FROM PUBLIC`];
}

function grantStatement(target: string, grant: Grant): string {
  return `GRANT ${privileges(grant)} ON ${target} TO ${roleName(grant.grantee)}${grant.grantable ? " WITH GRANT OPTION" : ""}`;
}

function revokeStatement(target: string, grant: Grant): string {
  return `REVOKE ${privileges(grant)} ON ${target} FROM ${roleName(grant.grantee)}`;
}

function privileges(grant: Grant): string {
  const column = grant.column === undefined ? "" : ` (${identifier(grant.column)})`;
  return [...grant.privileges].sort().map((privilege) => privilege + column).join(", ");
}
