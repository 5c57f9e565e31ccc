import { quoteObject } from "../../quote.ts";
import { attacking, attemptsBy, exposure } from "../callers.ts";
import type { PostgresqlRule } from "../rule.ts";

/** The peers: splinter 0007, pgrls SEC032. */
export const policiesWithoutRowSecurity: PostgresqlRule = {
  id: "rls/policies-without-row-security",
  title: "Policies on a table whose row security is off",
  why: "Somebody wrote policies and believes that they hold, but the server asks them only where row level security is enabled. Everybody with a grant sees and changes all rows.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.tables.filter((table) => table.policies.length > 0 && !table.rowSecurity.enabled).map((table) => {
      const reached = exposure(facts, table, ["SELECT", "INSERT", "UPDATE", "DELETE"]);
      const object = `${table.schema}.${table.name}`;
      return {
        rule: "rls/policies-without-row-security",
        object,
        severity: reached.length > 0 ? "error" : "warning",
        message: `${object} has policies that nobody is bound by (${table.policies.map(({ name }) => name).join(", ")}), because row level security is off. ${reached.length > 0 ? `${reached.join(", ")} can reach every row that a grant covers.` : "No role but the owner has a grant today."}`,
        ...attacking(attemptsBy(facts, table, reached, [["SELECT", "select"]], "foreign")),
        fix: {
          title: "Enable row level security",
          statements: [`ALTER TABLE ${quoteObject(table)} ENABLE ROW LEVEL SECURITY`],
          undo: [`ALTER TABLE ${quoteObject(table)} DISABLE ROW LEVEL SECURITY`],
        },
      };
    }),
};
