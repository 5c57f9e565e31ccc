import type { PolicyObject, TableObject } from "../../../../core/catalog/catalog.ts";
import type { AuditFacts } from "../facts.ts";

/** True where no policy of the table binds the role: it is above policies, or it is the owner (or inherits the owner) and the policies are not forced. */
export function escapes(facts: AuditFacts, table: TableObject, role: string): boolean {
  if (facts.roles.bypasses(role)) return true;
  return !table.rowSecurity.forced && table.owner !== undefined && facts.roles.inheritedBy(role).has(table.owner);
}

/** Permissive policies through which a role may pass for a command. */
export function passes(facts: AuditFacts, table: TableObject, role: string, command: Exclude<PolicyObject["command"], "ALL">): readonly PolicyObject[] {
  const names = role === "PUBLIC" ? new Set<string>() : facts.roles.inheritedBy(role);
  return table.policies.filter((policy) => policy.permissive && (policy.command === "ALL" || policy.command === command) && (policy.roles.length === 0 || policy.roles.some((to) => to.toLowerCase() === "public" || names.has(to))));
}

/** The tables under row level security that a view reads, also through other views, whose policies its owner escapes. */
export function protectedBehind(facts: AuditFacts, view: { readonly schema: string; readonly name: string; readonly owner?: string }): readonly TableObject[] {
  const found = new Map<string, TableObject>();
  const seen = new Set<string>();
  const visit = (name: string, owner: string): void => {
    if (seen.has(`${name} ${owner}`)) return;
    seen.add(`${name} ${owner}`);
    for (const read of facts.reach.viewReads.get(name) ?? []) {
      if (read.kind === "routine") continue;
      const key = `${read.schema}.${read.name}`;
      const table = facts.catalog.tables.find((one) => one.schema === read.schema && one.name === read.name);
      if (table !== undefined && table.rowSecurity.enabled && escapes(facts, table, owner)) found.set(key, table);
      const inner = facts.catalog.views.find((one) => one.schema === read.schema && one.name === read.name);
      // What an inner view reads is checked for that view's owner, unless it asks for the invoker: then for whoever asked this one.
      if (inner !== undefined) visit(key, invokerRights(inner.options) ? owner : (inner.owner ?? owner));
    }
  };
  visit(`${view.schema}.${view.name}`, view.owner ?? "");
  return [...found.values()];
}

export function invokerRights(options: Readonly<Record<string, string>>): boolean {
  return isOn(options["security_invoker"]);
}

export function isOn(option: string | undefined): boolean {
  return option !== undefined && /^(?:true|on|yes|1|t|y)$/i.test(option);
}
