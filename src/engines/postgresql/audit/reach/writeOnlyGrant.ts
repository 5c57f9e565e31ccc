import { holdingsOf, holdsSomething, toldHoldings } from "../holdings.ts";
import { underProtected } from "./partitionReachable.ts";
import { toldOperations } from "./words.ts";
import type { PostgresqlRule } from "../rule.ts";
import { attempts, grantedRelation, gravest, operationsOf, tableObject, toldRoles } from "./who.ts";

/** Nobody else looks: splinter 0013 asks for SELECT alone. */
export const writeOnlyGrant: PostgresqlRule = {
  id: "reach/write-only-grant",
  title: "Rows may be written by who may not read them, and nothing checks them",
  why: "A role without SELECT looks harmless, but where row level security is off it may add rows in anybody's name, and an UPDATE or DELETE without WHERE needs no SELECT. A form that anybody may send is right where the row claims to be nobody's.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      if (table.rowSecurity.enabled || table.policies.length > 0 || table.form === "foreign" || table.partitionOf !== undefined || underProtected(facts, table)) return [];
      const readers = new Set(grantedRelation(facts, table, ["SELECT"]));
      if (readers.has("PUBLIC")) return [];
      const roles = grantedRelation(facts, table, ["INSERT", "UPDATE", "DELETE"]).filter((role) => !readers.has(role));
      const standing = gravest(facts, roles);
      if (standing === undefined || standing === "account") return [];
      const operations = operationsOf(facts, table, roles, ["INSERT", "UPDATE", "DELETE"]);
      const { owner, tenant, ...held } = holdingsOf(table);
      const owned = [...owner, ...tenant];
      const changes = operations.some((operation) => operation !== "insert");
      if (!changes && owned.length === 0) return [];
      const holdings = { owner, tenant, ...held };
      return [{
        rule: writeOnlyGrant.id,
        object: `${table.schema}.${table.name}`,
        severity: owned.length > 0 || (changes && holdsSomething(holdings)) ? ("error" as const) : ("warning" as const),
        message: `${toldRoles(roles)} may ${toldOperations(operations)} rows of ${table.schema}.${table.name} without being able to read them, and no policy checks what they write${holdsSomething(holdings) ? `; ${toldHoldings(holdings)}` : ""}. ${owned.length > 0 ? `Whoever writes may put anybody into ${owned.join(", ")}. ` : ""}Enable row level security with a policy FOR INSERT … WITH CHECK, or take the grant away.`,
        attacks: attempts(facts, tableObject(table), roles, operations.slice(0, 2)),
      }];
    }),
};
