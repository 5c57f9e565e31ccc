import type { Node, RoleSpec } from "libpg-query";
import type { FactsBuilder } from "./builder.ts";
import { all } from "./nodes.ts";
import type { Handlers } from "./nodes.ts";

export function useRole(role: RoleSpec | undefined, facts: FactsBuilder): void {
  if (role?.roletype === "ROLESPEC_CSTRING" && role.rolename !== undefined) facts.use({ kind: "role", name: role.rolename }, role.location, { free: true });
}

export function useRoles(roles: readonly Node[] | undefined, facts: FactsBuilder): void {
  for (const role of all(roles, "RoleSpec")) useRole(role, facts);
}

export const roleStatements: Handlers = {
  CreateRoleStmt(statement, facts) {
    facts.verb = "CREATE ROLE";
    facts.defines.push({ kind: "role", name: statement.role ?? "" });
  },
  AlterRoleStmt(statement, facts) {
    facts.verb = "ALTER ROLE";
    useRole(statement.role, facts);
  },
  AlterRoleSetStmt(statement, facts) {
    facts.verb = "ALTER ROLE … SET";
    useRole(statement.role, facts);
  },
  DropRoleStmt(statement, facts) {
    facts.verb = "DROP ROLE";
    facts.idempotent = statement.missing_ok === true;
    for (const role of all(statement.roles, "RoleSpec")) facts.drops.push({ kind: "role", name: role.rolename ?? "" });
  },
  GrantRoleStmt(statement, facts) {
    facts.verb = statement.is_grant === true ? "GRANT" : "REVOKE";
    useRoles(statement.grantee_roles, facts);
    for (const role of all(statement.granted_roles, "AccessPriv")) facts.use({ kind: "role", name: role.priv_name ?? "" }, undefined, { free: true });
  },
  DropOwnedStmt(statement, facts) {
    facts.verb = "DROP OWNED";
    useRoles(statement.roles, facts);
    for (const role of all(statement.roles, "RoleSpec")) facts.destroy({ object: { kind: "role", name: role.rolename ?? "" }, how: statement.behavior === "DROP_CASCADE" ? "dropCascade" : "drop" });
  },
  ReassignOwnedStmt(statement, facts) {
    facts.verb = "REASSIGN OWNED";
    useRoles(statement.roles, facts);
    useRole(statement.newrole, facts);
  },
};
