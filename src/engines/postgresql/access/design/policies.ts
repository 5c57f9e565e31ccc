import type { PolicyObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteName, quoteObject, quoteText } from "../../quote.ts";
import { named } from "./names.ts";
import type { Step } from "./room.ts";

/** What a policy says of one command. */
export interface Rule {
  readonly command: "ALL" | "SELECT" | "INSERT" | "UPDATE" | "DELETE";
  readonly using?: string;
  readonly check?: string;
  /** True: holds back what other policies let through. */
  readonly restrictive?: boolean;
}

/** Policies for these roles, named after the table: orders_owner, or orders_select, orders_insert, … */
export function policySteps(table: TableObject, rules: readonly Rule[], roles: readonly string[]): Step[] {
  return rules.map((rule) => {
    const { command, using, check, restrictive } = rule;
    const target = `${quoteName(policyName(table, rule))} ON ${quoteObject(table)}`;
    const clauses = [using === undefined ? "" : `\n  USING (${using})`, check === undefined ? "" : `\n  WITH CHECK (${check})`].join("");
    return { sql: `CREATE POLICY ${target}${restrictive === true ? " AS RESTRICTIVE" : ""} FOR ${command} TO ${roles.map(quoteName).join(", ")}${clauses}`, undo: `DROP POLICY ${target}` };
  });
}

export function policyName(table: TableObject, { command, restrictive }: Rule): string {
  return named(table.name, command === "ALL" ? "_owner" : `_${command.toLowerCase()}${restrictive === true ? "_aal2" : ""}`, () => false);
}

/** Takes a policy away, and what brings exactly it back. */
export function droppedPolicy(table: TableObject, policy: PolicyObject): Step {
  const target = `${quoteName(policy.name)} ON ${quoteObject(table)}`;
  const roles = policy.roles.length === 0 ? "PUBLIC" : policy.roles.map((role) => (/^public$/i.test(role) ? "PUBLIC" : quoteName(role))).join(", ");
  const clauses = [policy.using === undefined ? "" : ` USING (${policy.using})`, policy.check === undefined ? "" : ` WITH CHECK (${policy.check})`].join("");
  const comment = policy.comment === undefined ? [] : [`COMMENT ON POLICY ${target} IS ${quoteText(policy.comment)}`];
  return { sql: `DROP POLICY ${target}`, undo: [`CREATE POLICY ${target} AS ${policy.permissive ? "PERMISSIVE" : "RESTRICTIVE"} FOR ${policy.command} TO ${roles}${clauses}`, ...comment] };
}
