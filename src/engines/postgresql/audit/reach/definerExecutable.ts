import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import { has } from "../facts/privileges.ts";
import type { RoutineFact } from "../facts/routines.ts";
import { routineAsksCaller } from "../policies/meaning.ts";
import type { PostgresqlRule } from "../rule.ts";
import { tablesIn } from "./bodyReads.ts";
import { escapes } from "./protection.ts";
import { grantee } from "./words.ts";
import { attempts, granted, gravest, type Standing, standingOf, toldRoles } from "./who.ts";

/** The role of Supabase that the server's own code takes on. */
const serverRole = "service_role";

/** The peers: splinter 0028 and 0029, pgrls SEC014 and SEC042, for every such function; here only where it reaches what the caller may not, and does not ask who calls. */
export const definerExecutable: PostgresqlRule = {
  id: "reach/definer-executable",
  title: "A function that lends its owner's rights to everybody",
  why: "A SECURITY DEFINER function runs as its owner, and PUBLIC may execute a new function unless somebody revokes that. It matters where it reads or writes what the caller may not, and does not ask who calls. Trigger functions cannot be called.",
  scope: "rls",
  find: (facts) => facts.routines.flatMap((routine) => (routine.securityDefiner && !routine.extension && routine.returns !== "trigger" && routine.returns !== "event_trigger" && !routineAsksCaller(routine, facts) ? judged(facts, routine) : [])),
};

function judged(facts: AuditFacts, routine: RoutineFact): AuditFinding[] {
  const roles = granted(facts, routine, ["EXECUTE"]);
  const tables = tablesIn(facts, routine).filter((table) => (table.rowSecurity.enabled && escapes(facts, table, routine.owner)) || roles.some((role) => closedTo(facts, table, role)));
  const standing = gravest(facts, roles);
  if (standing === undefined || tables.length === 0) return [];
  const object = `${routine.schema}.${routine.name}(${routine.signature})`;
  const fix = roles.every((role) => standingOf(facts, role) === "anonymous") ? withoutEverybody(facts, routine, roles) : undefined;
  return [{
    rule: definerExecutable.id,
    object,
    severity: severityOf(standing),
    message: `${toldRoles(roles)} may call ${object}, which runs as ${routine.owner} and reaches ${tables.map((table) => `${table.schema}.${table.name}`).join(", ")}, ${tables.some(({ rowSecurity }) => rowSecurity.enabled) ? "whose policies do not bind it there" : "which the caller has no grant on"}; nothing in it asks who calls.`,
    attacks: attempts(facts, { form: "routine", schema: routine.schema, name: routine.name, signature: routine.signature }, roles.filter((role) => standingOf(facts, role) === standing), ["execute"], "any"),
    ...(fix === undefined ? {} : { fix }),
  }];
}

function closedTo(facts: AuditFacts, table: TableObject, role: string): boolean {
  const relation = facts.relations.get(`${table.schema}.${table.name}`);
  return relation !== undefined && !["SELECT", "INSERT", "UPDATE", "DELETE"].some((privilege) => has([...relation.privileges, ...relation.columnPrivileges], role, privilege, facts.roles));
}

function severityOf(standing: Standing): "error" | "warning" | "info" {
  return standing === "anonymous" ? "error" : standing === "users" ? "warning" : "info";
}

/** Absent where a policy, a default or a view calls the function for whoever asks: without EXECUTE those would fail. */
function withoutEverybody(facts: AuditFacts, routine: RoutineFact, roles: readonly string[]): AuditFinding["fix"] {
  const call = new RegExp(`(?<![\\w$])${routine.name.replace(/[^\w]/g, "\\$&")}"?\\s*\\(`, "i");
  const used = facts.catalog.tables.some((table) => table.policies.some(({ using, check }) => call.test(`${using ?? ""} ${check ?? ""}`)) || table.columns.some((column) => column.default !== undefined && call.test(column.default)) || table.constraints.some(({ definition }) => call.test(definition)))
    || facts.catalog.views.some(({ query }) => call.test(query));
  if (used) return undefined;
  const name = routineName(facts, routine);
  const server = facts.roles.named(serverRole)?.bypassRls === true && !routine.privileges.some((line) => line.grantee === serverRole && line.privilege === "EXECUTE") ? [serverRole] : [];
  return {
    title: `Take EXECUTE from ${toldRoles(roles)}${server.length > 0 ? `, and leave it to ${serverRole}` : ""}`,
    statements: [`REVOKE EXECUTE ON ${name} FROM ${roles.map(grantee).join(", ")}`, ...server.map((role) => `GRANT EXECUTE ON ${name} TO ${quoteName(role)}`)],
    undo: [...server.map((role) => `REVOKE EXECUTE ON ${name} FROM ${quoteName(role)}`), ...roles.map((role) => `GRANT EXECUTE ON ${name} TO ${grantee(role)}`)],
  };
}

/** As ALTER, GRANT and REVOKE write it: "FUNCTION "s"."f"(integer, text)". */
export function routineName(facts: AuditFacts, routine: RoutineFact): string {
  const form = facts.catalog.routines.find((one) => one.schema === routine.schema && one.name === routine.name && one.signature === routine.signature)?.form;
  return `${form === "procedure" ? "PROCEDURE" : "FUNCTION"} ${quoteObject(routine)}(${routine.signature})`;
}
