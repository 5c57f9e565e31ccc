import { exposure } from "../callers.ts";
import type { PostgresqlRule } from "../rule.ts";

/** The peers: splinter 0008, pgrls SEC009. */
export const rowSecurityWithoutPolicy: PostgresqlRule = {
  id: "rls/no-policy",
  title: "Row security without any policy",
  why: "Without a policy nobody but the owner and roles that bypass row security sees a row: safe, but a grant on the table then promises what nobody gets. It is right for tables that only the server's own code reads.",
  scope: "rls",
  untried: "Nobody gets through, so that there is no attack to try.",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      if (!table.rowSecurity.enabled || table.policies.length > 0) return [];
      const reached = exposure(facts, table, ["SELECT", "INSERT", "UPDATE", "DELETE"]);
      if (reached.length === 0) return [];
      const object = `${table.schema}.${table.name}`;
      return [{
        rule: "rls/no-policy",
        object,
        severity: "info" as const,
        message: `${object} is granted to ${reached.join(", ")}, yet row level security is on and no policy lets anybody through: they get no row, without an error. Write a policy, or revoke the grants.`,
      }];
    }),
};
