import type { AuditFinding, FixCandidate } from "../../../../core/audit/auditFinding.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import type { Severity } from "../../../../core/report/report.ts";
import { quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { type Holdings, holdingsOf, holdsSomething, toldHoldings, usesRowSecurity } from "../holdings.ts";
import { underProtected } from "./partitionReachable.ts";
import { grantee, toldOperations } from "./words.ts";
import { attempts, grantedRelation, gravest, operationsOf, type Standing, standingOf, tableObject, toldRoles } from "./who.ts";

const commands = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/** The peers: splinter 0013 (misses partitioned tables and grants without SELECT), pgrls SEC001. Tables with policies are rls/policies-without-row-security. */
export const rowSecurityOff: PostgresqlRule = {
  id: "reach/row-security-off",
  title: "Rows that a grant alone protects",
  why: "Without row level security a grant covers every row of the table. It matters where one role stands for many people, or for everybody, and rows belong to somebody. It does not where nobody but the owner has a grant, or the rows are the same for all.",
  scope: "rls",
  find: (facts) => facts.catalog.tables.flatMap((table) => (table.rowSecurity.enabled || table.policies.length > 0 || table.form === "foreign" || table.partitionOf !== undefined || underProtected(facts, table) ? [] : judged(facts, table))),
};

function judged(facts: AuditFacts, table: TableObject): AuditFinding[] {
  const readers = grantedRelation(facts, table, ["SELECT"]);
  const roles = grantedRelation(facts, table, commands).filter((role) => readers.includes(role) || readers.includes("PUBLIC"));
  const standing = gravest(facts, roles);
  if (standing === undefined) return [];
  const holdings = holdingsOf(table);
  const operations = operationsOf(facts, table, roles, commands);
  const writers = roles.filter((role) => standingOf(facts, role) !== "account" && operationsOf(facts, table, [role], ["INSERT", "UPDATE", "DELETE"]).length > 0);
  const severity = severityOf(standing, holdings, writers.length > 0, usesRowSecurity(facts.catalog));
  if (severity === undefined) return [];
  const object = `${table.schema}.${table.name}`;
  const open = roles.filter((role) => standingOf(facts, role) === "anonymous");
  return [{
    rule: rowSecurityOff.id,
    object,
    severity,
    message: `${toldRoles(roles)} may ${toldOperations(operations)} every row of ${object}: row level security is off${holdsSomething(holdings) ? `, and ${toldHoldings(holdings)}` : ""}. ${open.length > 0 && holdsSomething(holdings) ? "Take the grants of those who did not sign in away, and write policies for the others (*create-rls-policies)." : "Write policies for it (*create-rls-policies), or take the grants away."}`,
    attacks: attempts(facts, tableObject(table), standing === "account" ? roles : roles.filter((role) => standingOf(facts, role) !== "account"), operations.slice(0, 2)),
    ...(open.length === roles.length && holdsSomething(holdings) ? { fix: revoked(facts, table, open) } : {}),
  }];
}

function severityOf(standing: Standing, holdings: Holdings, writes: boolean, usesPolicies: boolean): Severity | undefined {
  const owned = holdings.owner.length + holdings.tenant.length > 0;
  if (standing === "account") return owned || holdings.secret.length > 0 ? (usesPolicies ? "warning" : "info") : undefined;
  if (owned || holdings.secret.length > 0) return "error";
  if (holdings.personal.length > 0) return standing === "anonymous" ? "error" : "warning";
  return writes ? "warning" : undefined;
}

function revoked(facts: AuditFacts, table: TableObject, roles: readonly string[]): FixCandidate {
  const lines = facts.relations.get(`${table.schema}.${table.name}`)?.privileges.filter(({ grantee }) => roles.includes(grantee)) ?? [];
  return {
    title: `Take the grants of ${toldRoles(roles)} away`,
    statements: [`REVOKE ALL ON ${quoteObject(table)} FROM ${roles.map(grantee).join(", ")}`],
    undo: lines.map((line) => `GRANT ${line.privilege} ON ${quoteObject(table)} TO ${grantee(line.grantee)}${line.grantable ? " WITH GRANT OPTION" : ""}`),
  };
}
