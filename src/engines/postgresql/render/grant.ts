import type { Described, Grant } from "../../../core/catalog/catalog.ts";
import { canonicalJson, type Json } from "../../../core/json.ts";
import { identifier } from "./identifier.ts";
import type { Part } from "./part.ts";

/** What everybody may do with a new object of a kind, unless it is revoked. */
const GRANTED_TO_PUBLIC: Readonly<Record<string, string>> = { FUNCTION: "EXECUTE", PROCEDURE: "EXECUTE", TYPE: "USAGE", DOMAIN: "USAGE" };

/** Schema public has rights from the start, other ones before version 15. */
const INITIAL_RIGHTS_OF_PUBLIC = `DO $$BEGIN
  GRANT USAGE ON SCHEMA public TO PUBLIC;
  IF pg_catalog.current_setting('server_version_num')::integer < 150000 THEN GRANT CREATE ON SCHEMA public TO PUBLIC; END IF;
END$$`;

/** The grants on an object, where they are not the ones that it has by itself. `target` is what stands after ON: "TABLE public.orders". */
export function grantParts(key: string, target: string, described: Described): Part[] {
  const { grants, owner } = described;
  if (grants === undefined) return [];
  const cleared = grants.some((grant) => grant.grantee === owner) && owner !== undefined ? [revokeAll(target, owner)] : [];
  return [
    {
      key: `${key}#grants`,
      object: key,
      family: "grant",
      needs: [key, ...grants.flatMap((grant) => (grant.column === undefined ? [] : [`${key.replace(/^\w+/, "column")}.${grant.column}`]))],
      text: "",
      within: [key],
      state: canonicalJson([target, grants as unknown as Json]),
      create: [...revokedFromEverybody(target, grants), ...cleared, ...given(target, grants).map((grant) => grantStatement(target, grant))],
      drop: [...given(target, grants).map((grant) => revokeStatement(target, grant)), ...grantedToEverybody(target, grants)],
      survivesRetype: true,
    },
  ];
}

/** "alice", or the keyword for everybody. */
export function roleName(role: string): string {
  return role === "PUBLIC" ? "PUBLIC" : identifier(role);
}

function revokeAll(target: string, role: string): string {
  return `REVOKE ALL ON ${target} FROM ${roleName(role)}`;
}

function usualPrivilege(target: string): string | undefined {
  return GRANTED_TO_PUBLIC[target.slice(0, target.indexOf(" "))];
}

function isUsual(target: string, grant: Grant): boolean {
  return grant.grantee === "PUBLIC" && !grant.grantable && grant.column === undefined && grant.privileges.join() === usualPrivilege(target);
}

function given(target: string, grants: readonly Grant[]): Grant[] {
  return grants.filter((grant) => !isUsual(target, grant));
}

function revokedFromEverybody(target: string, grants: readonly Grant[]): string[] {
  if (target === "SCHEMA public") return [revokeAll(target, "PUBLIC")];
  return usualPrivilege(target) === undefined || grants.some((grant) => isUsual(target, grant)) ? [] : [revokeAll(target, "PUBLIC")];
}

function grantedToEverybody(target: string, grants: readonly Grant[]): string[] {
  if (target === "SCHEMA public") return [INITIAL_RIGHTS_OF_PUBLIC];
  const usual = usualPrivilege(target);
  return usual === undefined || grants.some((grant) => isUsual(target, grant)) ? [] : [`GRANT ${usual} ON ${target} TO PUBLIC`];
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
