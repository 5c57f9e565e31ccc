import { quoteObject } from "../../quote.ts";
import type { PostgresqlRule } from "../rule.ts";
import { grantee } from "./words.ts";
import { attempts, granted, gravest, tableObject, toldRoles } from "./who.ts";

/** Fact of PostgreSQL: TRUNCATE asks no policy. Nobody else looks for it. */
export const truncateGranted: PostgresqlRule = {
  id: "reach/truncate",
  title: "TRUNCATE granted on a table under policies",
  why: "TRUNCATE asks no policy: whoever may do it empties the table of everybody. GRANT ALL includes it, which is how it is given by accident. It does not matter for a role that may delete every row anyway.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      const relation = facts.relations.get(`${table.schema}.${table.name}`);
      if (!table.rowSecurity.enabled || relation === undefined) return [];
      const roles = granted(facts, relation, ["TRUNCATE"]);
      const standing = gravest(facts, roles);
      if (standing === undefined) return [];
      return [{
        rule: truncateGranted.id,
        object: `${table.schema}.${table.name}`,
        severity: standing === "account" ? ("warning" as const) : ("error" as const),
        message: `${toldRoles(roles)} may TRUNCATE ${table.schema}.${table.name}: it empties the table of everybody's rows, whatever its policies say.`,
        attacks: attempts(facts, tableObject(table), roles, ["truncate"], "any"),
        fix: {
          title: `Take TRUNCATE from ${toldRoles(roles)}`,
          statements: [`REVOKE TRUNCATE ON ${quoteObject(table)} FROM ${roles.map(grantee).join(", ")}`],
          undo: roles.map((role) => `GRANT TRUNCATE ON ${quoteObject(table)} TO ${grantee(role)}`),
        },
      }];
    }),
};
