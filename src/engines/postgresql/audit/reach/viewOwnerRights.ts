import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { TableObject, ViewObject } from "../../../../core/catalog/catalog.ts";
import { quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import { queryAsksCaller } from "../policies/meaning.ts";
import type { PostgresqlRule } from "../rule.ts";
import { holdingsOf } from "../holdings.ts";
import { invokerRights, protectedBehind } from "./protection.ts";
import { attempts, grantedRelation, gravest, operationsOf, type Standing, toldRoles } from "./who.ts";

/** The peers: splinter 0010, pgrls VIEW001, rlsautotest L011; none of them asks whether the owner escapes the policies, what the view shows, or whether it filters by itself. */
export const viewOwnerRights: PostgresqlRule = {
  id: "reach/view-owner-rights",
  title: "A view that reads past policies with its owner's rights",
  why: "A view asks the policies of its tables for its owner, and an owner above policies sees all. Who may read the view then sees everybody's rows. A view that filters by who asks, or shows no column about whose a row is, may be meant so.",
  scope: "rls",
  find: (facts) => facts.catalog.views.flatMap((view) => (view.form === "view" && !invokerRights(view.options) ? judged(facts, view) : [])),
};

function judged(facts: AuditFacts, view: ViewObject): AuditFinding[] {
  const tables = protectedBehind(facts, view).filter((table) => !(table.schema === "auth" && table.name === "users"));
  const roles = tables.length === 0 || queryAsksCaller(view.query, facts) ? [] : grantedRelation(facts, view, ["SELECT", "INSERT", "UPDATE", "DELETE"]);
  const standing = gravest(facts, roles);
  if (standing === undefined) return [];
  const object = `${view.schema}.${view.name}`;
  const operations = operationsOf(facts, view, roles, ["SELECT"]);
  const supports = facts.version >= 150_000;
  return [{
    rule: viewOwnerRights.id,
    object,
    severity: severityOf(standing, view, tables),
    message: `${toldRoles(roles)} see${roles.length === 1 ? "s" : ""} through ${object} the rows of ${tables.map((table) => `${table.schema}.${table.name}`).join(", ")} as the view's owner ${view.owner ?? ""} does, whom the policies there do not bind. ${supports ? "Let the view ask for the invoker (security_invoker)." : "This version of the server has no security_invoker (PostgreSQL 15 has): give the view to an owner whom the policies bind, or filter in it by who asks."}`,
    attacks: attempts(facts, { form: "view", schema: view.schema, name: view.name }, roles, operations),
    ...(supports
      ? {
          fix: {
            title: "Let the view read with the rights of who asks",
            statements: [`ALTER VIEW ${quoteObject(view)} SET (security_invoker = true)`],
            undo: [view.options["security_invoker"] === undefined ? `ALTER VIEW ${quoteObject(view)} RESET (security_invoker)` : `ALTER VIEW ${quoteObject(view)} SET (security_invoker = false)`],
          },
        }
      : {}),
  }];
}

/** A view that shows neither whose a row is nor anything about people is milder: it may be the public part of a table. */
function severityOf(standing: Standing, view: ViewObject, tables: readonly TableObject[]): "error" | "warning" | "info" {
  const shown = holdingsOf({ columns: view.columns.map(({ name, type }) => ({ name, type, notNull: false })), constraints: [] });
  const told = shown.tenant.length + shown.personal.length + shown.secret.length + shown.owner.length > 0 || tables.some((table) => table.columns.every(({ name }) => view.columns.some((column) => column.name === name)));
  if (standing === "account") return "warning";
  return told ? "error" : "warning";
}
