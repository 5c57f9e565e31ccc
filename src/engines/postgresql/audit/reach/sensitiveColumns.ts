import { isSecretColumn } from "../../../../core/access/columnMeaning.ts";
import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import { has } from "../facts/privileges.ts";
import type { PostgresqlRule } from "../rule.ts";
import { escapes, passes } from "./protection.ts";
import { grantee } from "./words.ts";
import { grantedRelation, gravest, standingOf, toldRoles } from "./who.ts";

/** The peers: splinter 0023 (exact names, only without row security), pgrls SEC045. */
export const sensitiveColumn: PostgresqlRule = {
  id: "reach/sensitive-column",
  title: "A column of secrets that roles of the application may read",
  why: "Policies choose rows, not columns: who passes one reads the password hash or token in the row too, unless the grants name the columns. Rows that no policy lets a role see are not open.",
  scope: "rls",
  find: (facts) => facts.catalog.tables.flatMap((table) => (table.rowSecurity.enabled || ownGrants(facts, table) ? table.columns.filter(({ name }) => isSecretColumn(name)).flatMap(({ name }) => readable(facts, table, name)) : [])),
};

function ownGrants(facts: AuditFacts, table: TableObject): boolean {
  return facts.relations.get(`${table.schema}.${table.name}`)?.columnPrivileges.some(({ privilege }) => privilege === "SELECT") === true && grantedRelation(facts, table, ["SELECT"]).every((role) => !wholeTable(facts, table, role, "SELECT"));
}

function wholeTable(facts: AuditFacts, table: TableObject, role: string, privilege: string): boolean {
  const relation = facts.relations.get(`${table.schema}.${table.name}`);
  return relation !== undefined && has(relation.privileges, role, privilege, facts.roles);
}

function onColumn(facts: AuditFacts, table: TableObject, column: string, role: string, privilege: string): boolean {
  const relation = facts.relations.get(`${table.schema}.${table.name}`);
  return relation !== undefined && has([...relation.privileges, ...relation.columnPrivileges.filter((line) => line.column === column)], role, privilege, facts.roles);
}

function readable(facts: AuditFacts, table: TableObject, column: string): AuditFinding[] {
  const roles = grantedRelation(facts, table, ["SELECT"]).filter((role) => standingOf(facts, role) !== "account" && onColumn(facts, table, column, role, "SELECT") && (!table.rowSecurity.enabled || escapes(facts, table, role) || passes(facts, table, role, "SELECT").length > 0));
  const standing = gravest(facts, roles);
  if (standing === undefined) return [];
  const all = !table.rowSecurity.enabled || roles.some((role) => passes(facts, table, role, "SELECT").some(({ using }) => using === undefined || /^\(?true\)?$/i.test(using)));
  return [{
    rule: sensitiveColumn.id,
    object: `${table.schema}.${table.name}`,
    part: column,
    severity: all || standing === "anonymous" ? "error" : "warning",
    message: `${toldRoles(roles)} may read ${table.schema}.${table.name}.${column}${all ? " of every row" : " of the rows that policies show them"}. Grant SELECT on the other columns by name, or move it to a table of its own.`,
    ...narrowed(facts, table, roles, "SELECT", (name) => !isSecretColumn(name)),
  }];
}

const privileged = /^(?:is_?)?(?:admin|administrator|superuser|staff|moderator|verified|approved)$|^(?:user_?)?(?:role|roles|permission|permissions|scopes?|access_level|privileges?)$|^(?:credits?|balance|plan|subscription_tier|quota)$/i;

/** Nobody else looks: an UPDATE policy on the own row leaves every granted column open. */
export const privilegedColumn: PostgresqlRule = {
  id: "reach/privileged-column",
  title: "A user may change the column that says what the user may do",
  why: "A policy that lets users update their own row lets them update every column that the grant covers: also role, is_admin or balance. Grants by column, a WITH CHECK that holds the column, or a trigger keep it.",
  scope: "rls",
  find: (facts) => facts.catalog.tables.flatMap((table) => (table.rowSecurity.enabled ? table.columns.filter(({ name, generated }) => privileged.test(name) && generated === undefined).flatMap(({ name }) => changeable(facts, table, name)) : [])),
};

function changeable(facts: AuditFacts, table: TableObject, column: string): AuditFinding[] {
  const word = new RegExp(`(?<![\\w$])"?${column}"?(?![\\w$])`, "i");
  const roles = grantedRelation(facts, table, ["UPDATE"]).filter((role) => {
    const policies = passes(facts, table, role, "UPDATE");
    const caller = policies.filter(({ using, check }) => /auth\.|current_setting|current_user|session_user/i.test(`${using ?? ""} ${check ?? ""}`));
    return standingOf(facts, role) !== "account" && onColumn(facts, table, column, role, "UPDATE") && caller.length > 0 && caller.some(({ using, check }) => !word.test(check ?? using ?? ""));
  });
  if (roles.length === 0 || table.policies.some((policy) => !policy.permissive && word.test(`${policy.check ?? ""} ${policy.using ?? ""}`)) || watched(facts, table, word) || !ownRow(table)) return [];
  return [{
    rule: privilegedColumn.id,
    object: `${table.schema}.${table.name}`,
    part: column,
    severity: "error",
    message: `${toldRoles(roles)} may set ${table.schema}.${table.name}.${column} of the own row: the UPDATE policy says whose row it is, the grant covers every column, and nothing holds this one.`,
    ...narrowed(facts, table, roles, "UPDATE", (name) => !privileged.test(name)),
  }];
}

/** Rows are users themselves or what they are in a group: there a role is the user's own. */
function ownRow(table: TableObject): boolean {
  return /user|profile|account|member|people|person|employee|customer|staff|wallet|subscription/i.test(table.name) || table.columns.some(({ name }) => /^(?:is_?admin|user_?role)$/i.test(name));
}

function watched(facts: AuditFacts, table: TableObject, word: RegExp): boolean {
  return table.triggers.some((trigger) => trigger.enabled !== "disabled" && /\bUPDATE\b/.test(trigger.definition) && (word.test(trigger.definition) || facts.routines.some((routine) => routine.returns === "trigger" && trigger.definition.includes(`${routine.name}(`) && word.test(routine.body))));
}

/** The grant given anew, column by column, where it is one on the whole table. */
function narrowed(facts: AuditFacts, table: TableObject, roles: readonly string[], privilege: "SELECT" | "UPDATE", keeps: (column: string) => boolean): Pick<AuditFinding, "fix"> | Record<string, never> {
  const relation = facts.relations.get(`${table.schema}.${table.name}`);
  const lines = relation?.privileges.filter((line) => line.privilege === privilege && roles.includes(line.grantee)) ?? [];
  const kept = table.columns.filter(({ name, generated }) => keeps(name) && (privilege === "SELECT" || generated === undefined)).map(({ name }) => quoteName(name));
  if (lines.length < roles.length || kept.length === 0) return {};
  const object = quoteObject(table);
  return {
    fix: {
      title: `Grant ${privilege} on the other columns alone`,
      statements: lines.flatMap((line) => [`REVOKE ${privilege} ON ${object} FROM ${grantee(line.grantee)}`, `GRANT ${privilege} (${kept.join(", ")}) ON ${object} TO ${grantee(line.grantee)}`]),
      undo: lines.flatMap((line) => [`REVOKE ${privilege} (${kept.join(", ")}) ON ${object} FROM ${grantee(line.grantee)}`, `GRANT ${privilege} ON ${object} TO ${grantee(line.grantee)}${line.grantable ? " WITH GRANT OPTION" : ""}`]),
    },
  };
}
