import { UsageError } from "../../../../core/errors.ts";
import { quoteName, quoteObject, quoteText } from "../../quote.ts";
import { named } from "./names.ts";
import type { Permissions } from "./permissions.ts";
import type { DesignRoom, Step } from "./room.ts";

/** The function that policies ask for a permission, made where the database has none. */
export interface Authorize {
  readonly steps: readonly Step[];
  readonly reason: string;
  /** True for who may do it, asked once for a statement. */
  may(permission: string): string;
}

const home = "private";

/** Throws UsageError where neither rows nor a token say which role somebody has. */
export function authorizeFor({ catalog, scheme }: DesignRoom, permissions: Permissions, roles: readonly string[]): Authorize {
  const { authorize, type } = permissions;
  const may = (target: { readonly schema: string; readonly name: string }) => (permission: string): string => `(select ${quoteObject(target)}(${quoteText(permission)}::${type}))`;
  if (authorize !== null) {
    const target = `${quoteObject(authorize)}(${authorize.signature})`;
    const open = authorize.grants === undefined || authorize.grants.some(({ grantee }) => grantee === "PUBLIC");
    const lacking = roles.filter((role) => !open && authorize.grants?.some(({ grantee }) => grantee === role) !== true);
    return {
      steps: lacking.map((role) => ({ sql: `GRANT EXECUTE ON FUNCTION ${target} TO ${quoteName(role)}`, undo: `REVOKE EXECUTE ON FUNCTION ${target} FROM ${quoteName(role)}` })),
      reason: `Who may do more than with own rows is what ${authorize.schema}.${authorize.name}(${authorize.signature}) says, which the database has.`, may: may(authorize),
    };
  }
  const { granted, holders } = permissions;
  if (granted === null) throw new Error("Permissions are found from a function or from rows.");
  const user = holders === null ? null : scheme.user(holders.user.type);
  const claims = scheme.form === "supabase" || scheme.form === "claims";
  if (user === null && !claims) throw new UsageError("badArgument", "Nothing says which role somebody has: there is no table with a user and a role, and no token with a claim.", { next: `Make one, as in CREATE TABLE user_roles (user_id …, role ${granted.role.type}, PRIMARY KEY (user_id, role)).` });
  const whose = holders !== null && user !== null
    ? `exists (select 1 from ${quoteObject(holders.table)} u where u.${quoteName(holders.user.name)} = ${user} and u.${quoteName(holders.role.name)} = p.${quoteName(granted.role.name)})`
    : `p.${quoteName(granted.role.name)}::text = (select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'user_role')`;
  const body = `\n  select exists (select 1 from ${quoteObject(granted.table)} p where p.${quoteName(granted.permission.name)} = $1 and ${whose})\n`;
  const name = named("authorize", "", (taken) => catalog.routines.some((routine) => routine.schema === home && routine.name === taken));
  const target = `${quoteObject({ schema: home, name })}(${type})`;
  return {
    steps: [
      ...(catalog.schemas.some((schema) => schema.name === home) ? [] : [{ sql: `CREATE SCHEMA ${quoteName(home)}`, undo: `DROP SCHEMA ${quoteName(home)}` }]),
      { sql: `CREATE FUNCTION ${quoteObject({ schema: home, name })}(requested_permission ${type}) RETURNS boolean\n  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''\n  AS $authorize$${body}$authorize$`, undo: `DROP FUNCTION ${target}` },
      { sql: `REVOKE EXECUTE ON FUNCTION ${target} FROM PUBLIC` },
      ...roles.map((role): Step => ({ sql: `GRANT EXECUTE ON FUNCTION ${target} TO ${quoteName(role)}` })),
    ],
    reason: `Who may do more than with own rows is what ${granted.table.schema}.${granted.table.name} says of ${holders !== null && user !== null ? `the roles in ${holders.table.schema}.${holders.table.name}` : "the role in the claim user_role"}; ${home}.${name} asks it.`,
    may: may({ schema: home, name }),
  };
}
