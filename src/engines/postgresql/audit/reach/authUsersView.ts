import { queryAsksCaller } from "../policies/meaning.ts";
import type { PostgresqlRule } from "../rule.ts";
import { quoteObject } from "../../quote.ts";
import { invokerRights } from "./protection.ts";
import { grantee } from "./words.ts";
import type { AuditFacts } from "../facts.ts";
import { attempts, grantedRelation, gravest, toldRoles } from "./who.ts";

/** The peers: splinter 0002, pgrls SEC052. */
export const authUsersView: PostgresqlRule = {
  id: "reach/auth-users-view",
  title: "Accounts of all users, shown through a view",
  why: "auth.users holds addresses, hashed passwords and tokens of everybody who signed up, and is closed to the API. A view with its owner's rights opens it again. A view that shows each caller the own account alone is right.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.views.flatMap((view) => {
      if ((view.form === "view" && (invokerRights(view.options) || queryAsksCaller(view.query, facts))) || !readsAuthUsers(facts, `${view.schema}.${view.name}`, new Set())) return [];
      const roles = grantedRelation(facts, view, ["SELECT"]);
      const standing = gravest(facts, roles);
      if (standing === undefined) return [];
      const object = `${view.schema}.${view.name}`;
      return [{
        rule: authUsersView.id,
        object,
        severity: standing === "account" ? ("warning" as const) : ("error" as const),
        message: `${toldRoles(roles)} may read ${object}, which shows rows of auth.users, the accounts of everybody who signed up. Copy what may be public into a table of its own with policies, or show each caller the own account alone.`,
        attacks: attempts(facts, { form: view.form === "view" ? "view" : "materializedView", schema: view.schema, name: view.name }, roles, ["select"], "any"),
        fix: {
          title: `Take SELECT from ${toldRoles(roles)}`,
          statements: [`REVOKE SELECT ON ${quoteObject(view)} FROM ${roles.map(grantee).join(", ")}`],
          undo: roles.map((role) => `GRANT SELECT ON ${quoteObject(view)} TO ${grantee(role)}`),
        },
      }];
    }),
};

function readsAuthUsers(facts: AuditFacts, name: string, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  return (facts.reach.viewReads.get(name) ?? []).some((read) => read.kind === "relation" && ((read.schema === "auth" && read.name === "users") || readsAuthUsers(facts, `${read.schema}.${read.name}`, seen)));
}
