import type { PolicyObject, TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { commentParts } from "./comment.ts";
import { roleName } from "./grant.ts";
import { identifier, objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

/** The row security policies of a table. */
export function policyParts(table: TableObject): Part[] {
  const owner = `table ${qualified(table)}`;
  return table.policies.flatMap((policy) => {
    const key = `policy ${qualified(table)}.${policy.name}`;
    const target = `${identifier(policy.name)} ON ${objectName(table)}`;
    const create = createPolicy(target, policy);
    return [
      {
        key,
        object: key,
        family: "policy" as const,
        needs: [owner],
        text: `${policy.using ?? ""} ; ${policy.check ?? ""}`,
        table: qualified(table),
        within: [owner],
        state: create,
        create: [create],
        drop: [`DROP POLICY ${target}`],
      },
      ...commentParts(key, `POLICY ${target}`, policy.comment, [owner]),
    ];
  });
}

/** Whether row security is on, and whether it binds the owner too. */
export function rowSecurityParts(table: TableObject): Part[] {
  const key = `table ${qualified(table)}`;
  const alter = `ALTER TABLE ${objectName(table)}`;
  const part = (facet: string, create: string, drop: string): Part => ({ key: `${key}#${facet}`, object: key, family: "rowSecurity", needs: [key], text: "", within: [key], state: "", create: [create], drop: [drop] });
  const { enabled, forced } = table.rowSecurity;
  return [
    ...(enabled ? [part("rowSecurity", `${alter} ENABLE ROW LEVEL SECURITY`, `${alter} DISABLE ROW LEVEL SECURITY`)] : []),
    ...(forced ? [part("forcedRowSecurity", `${alter} FORCE ROW LEVEL SECURITY`, `${alter} NO FORCE ROW LEVEL SECURITY`)] : []),
  ];
}

/** `target`: "name ON schema.table", quoted. */
export function createPolicy(target: string, policy: PolicyObject): string {
  const roles = policy.roles.length === 0 ? "PUBLIC" : [...policy.roles].sort().map(policyRole).join(", ");
  const using = policy.using === undefined ? "" : ` USING (${policy.using})`;
  const check = policy.check === undefined ? "" : ` WITH CHECK (${policy.check})`;
  return `CREATE POLICY ${target} AS ${policy.permissive ? "PERMISSIVE" : "RESTRICTIVE"} FOR ${policy.command} TO ${roles}${using}${check}`;
}

function policyRole(role: string): string {
  return roleName(role === "public" ? "PUBLIC" : role);
}
