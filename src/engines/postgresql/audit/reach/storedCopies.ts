import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { quoteObject } from "../../quote.ts";
import type { PostgresqlRule } from "../rule.ts";
import { holdingsOf, holdsSomething, toldHoldings } from "../holdings.ts";
import { protectedBehind } from "./protection.ts";
import { grantee, toldOperations } from "./words.ts";
import { attempts, grantedRelation, gravest, operationsOf, standingOf, toldRoles } from "./who.ts";

/** The peers: splinter 0016, pgrls SEC054, for every materialised view in the API; here for those that copy rows which policies protect. */
export const materializedView: PostgresqlRule = {
  id: "reach/materialized-view",
  title: "A materialised view that copies rows which policies protect",
  why: "A materialised view holds the rows that its owner saw when it was refreshed, and can have no policies: who may read it reads all of them. It does not matter for sums and counts that are meant for everybody.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.views.flatMap((view): AuditFinding[] => {
      const tables = view.form === "materializedView" ? protectedBehind(facts, view).filter((table) => !(table.schema === "auth" && table.name === "users")) : [];
      const holdings = holdingsOf({ columns: view.columns.map(({ name, type }) => ({ name, type, notNull: false })), constraints: [] });
      const roles = tables.length === 0 || (aggregates(view.query) && !holdsSomething(holdings)) ? [] : grantedRelation(facts, view, ["SELECT"]);
      const standing = gravest(facts, roles);
      if (standing === undefined) return [];
      const object = `${view.schema}.${view.name}`;
      const open = roles.filter((role) => standingOf(facts, role) === "anonymous");
      return [{
        rule: materializedView.id,
        object,
        severity: standing === "account" ? "warning" : holdsSomething(holdings) ? "error" : "warning",
        message: `${toldRoles(roles)} may read ${object}, a stored copy of rows of ${tables.map((table) => `${table.schema}.${table.name}`).join(", ")} that no policy filters any more${holdsSomething(holdings) ? `; ${toldHoldings(holdings)}` : ""}. Let a view with security_invoker, or a function that filters, stand before it.`,
        attacks: attempts(facts, { form: "materializedView", schema: view.schema, name: view.name }, roles, ["select"], "any"),
        ...(open.length === 0 || open.length < roles.length
          ? {}
          : { fix: { title: `Take SELECT from ${toldRoles(open)}`, statements: [`REVOKE SELECT ON ${quoteObject(view)} FROM ${open.map(grantee).join(", ")}`], undo: open.map((role) => `GRANT SELECT ON ${quoteObject(view)} TO ${grantee(role)}`) } }),
      }];
    }),
};

function aggregates(query: string): boolean {
  return /\b(?:count|sum|avg|min|max)\s*\(/i.test(query);
}

/** The peers: splinter 0017, pgrls SEC053. Names no attack: a trial asks nothing of another server. */
export const foreignTable: PostgresqlRule = {
  id: "reach/foreign-table",
  title: "A foreign table that roles of the application reach",
  why: "A foreign table can have no policies, and the other server is asked with the account of the user mapping: who has a grant here reads there whatever that account may read.",
  scope: "rls",
  untried: "The rows lie on another server, which is not asked for a trial.",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      const roles = table.form === "foreign" ? grantedRelation(facts, table, ["SELECT", "INSERT", "UPDATE", "DELETE"]) : [];
      const standing = gravest(facts, roles);
      if (standing === undefined) return [];
      const holdings = holdingsOf(table);
      if (standing === "account" && !holdsSomething(holdings)) return [];
      const object = `${table.schema}.${table.name}`;
      const operations = operationsOf(facts, table, roles, ["SELECT", "INSERT", "UPDATE", "DELETE"]);
      return [{
        rule: foreignTable.id,
        object,
        severity: standing !== "account" && holdsSomething(holdings) ? ("error" as const) : standing === "account" ? ("info" as const) : ("warning" as const),
        message: `${toldRoles(roles)} may ${toldOperations(operations)} every row of the foreign table ${object}, which can have no policies${holdsSomething(holdings) ? `; ${toldHoldings(holdings)}` : ""}. Take the grant away and let a function or view that filters stand before it.`,
      }];
    }),
};
