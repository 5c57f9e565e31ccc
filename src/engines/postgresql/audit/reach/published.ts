import { holdingsOf, holdsSomething, toldHoldings } from "../holdings.ts";
import type { PostgresqlRule } from "../rule.ts";
import { attempts, grantedRelation, gravest, tableObject, toldRoles } from "./who.ts";

const realtime = /realtime|electric|powersync|zero_|_zero|live/i;

/** The peers: pgrls SEC051. */
export const published: PostgresqlRule = {
  id: "reach/publication",
  title: "Changes of a table without policies are sent to clients",
  why: "A service that forwards changes to clients (Supabase Realtime, Electric, PowerSync) asks the table's policies who may see which. Without row level security everybody with the grant gets every change. A publication for another server of one's own is no exposure by itself.",
  scope: "rls",
  find: (facts) =>
    facts.reach.publications.flatMap(({ publication, schema, table: name }) => {
      const table = facts.catalog.tables.find((one) => one.schema === schema && one.name === name);
      if (table === undefined || table.rowSecurity.enabled) return [];
      const roles = grantedRelation(facts, table, ["SELECT"]);
      const standing = gravest(facts, roles);
      const holdings = holdingsOf(table);
      if (standing === undefined || standing === "account" || (!realtime.test(publication) && !holdsSomething(holdings))) return [];
      return [{
        rule: published.id,
        object: `${schema}.${name}`,
        part: publication,
        severity: !realtime.test(publication) ? ("info" as const) : holdsSomething(holdings) ? ("error" as const) : ("warning" as const),
        message: `The publication ${publication} sends every change of ${schema}.${name}, which has no row level security and which ${toldRoles(roles)} may read${holdsSomething(holdings) ? `; ${toldHoldings(holdings)}` : ""}. Protect the table before it is published.`,
        untried: "That a subscriber is sent the changes is told from reading: a trial has nobody who subscribes. That the rows may be read was tried.",
        attacks: attempts(facts, tableObject(table), roles, ["select"]),
      }];
    }),
};
