const names: ReadonlySet<string> = new Set(["createRole", "dropRole", "updateRole", "grantPrivilegesToRole", "revokePrivilegesFromRole", "grantRolesToRole", "revokeRolesFromRole"]);

/** Makes, changes or drops a role of the database that it is sent to, which goes with a disposable one. What is done to users does not: they may log in meanwhile. */
export function isOfOwnRoles(command: string): boolean {
  return names.has(command);
}
