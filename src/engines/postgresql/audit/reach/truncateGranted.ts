import type { PostgresqlRule } from "../rule.ts";
import { grantedTables, listing, revoking, toldTables } from "./grantedTables.ts";
import { attempts, standingOf, tableObject } from "./who.ts";

/** Fact of PostgreSQL: TRUNCATE asks no policy. Nobody else looks for it. */
export const truncateGranted: PostgresqlRule = {
  id: "reach/truncate",
  title: "TRUNCATE granted on tables under policies",
  why: "TRUNCATE asks no policy: whoever may do it empties the table of everybody. GRANT ALL includes it, which is how it is given by accident. It does not matter for a role that may delete every row anyway.",
  scope: "rls",
  find: (facts) =>
    grantedTables(facts, (table) => (table.rowSecurity.enabled ? ["TRUNCATE"] : [])).map((group) => ({
      rule: truncateGranted.id,
      object: `schema ${group.schema}`,
      part: group.role,
      about: group.tables.map(({ table }) => `${table.schema}.${table.name}`),
      severity: standingOf(facts, group.role) === "account" ? ("warning" as const) : ("error" as const),
      message: `${group.role} may TRUNCATE ${toldTables(group)}: it empties ${group.tables.length === 1 ? "the table" : "each"} of everybody's rows, whatever the policies say.`,
      evidence: listing(group),
      attacks: group.tables.slice(0, 2).flatMap(({ table }) => attempts(facts, tableObject(table), [group.role], ["truncate"], "any")),
      fix: { title: `Take TRUNCATE from ${group.role}`, ...revoking(facts, group) },
    })),
};
