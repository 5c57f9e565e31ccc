import { asMember, attacking, attemptsBy } from "../callers.ts";
import type { PostgresqlRule } from "../rule.ts";
import { withClauses } from "./alter.ts";
import type { AuditFacts } from "../facts.ts";
import { audience, commandsOf, named, policiesOf, type Policy, reachedBy, shareRoles } from "./policy.ts";
import { isAlwaysTrue, listed, unnarrowed } from "./openTo.ts";
import { meaningOf } from "./meaning.ts";

/** The peers: pgrls SEC020, SEC028, splinter 0024. */
export const openCheck: PostgresqlRule = {
  id: "rls/open-check",
  title: "A WITH CHECK that accepts every new row",
  why: "WITH CHECK decides which rows may be written. Where it is always true, a row can be inserted in somebody else's name, or an own row be given to another owner or tenant although USING asks for the owner. A form that anybody may send in and none of them reads, on a table that knows no owner, is not reported.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const { check, using } = policy;
      if (!policy.policy.permissive || check === undefined || !isAlwaysTrue(check, policy, facts) || (using !== undefined && isAlwaysTrue(using, policy, facts))) return [];
      const commands = unnarrowed(policy, "check", facts);
      if (commands.length === 0) return [];
      const { owners, tenants } = meaningOf(policy.table);
      const belongs = [...tenants, ...owners];
      if (using === undefined && belongs.length === 0 && isLetterBox(policy, facts)) return [];
      const roles = reachedBy(policy, facts, commands);
      const reached = audience(roles);
      if (reached === "named" && using === undefined) return [];
      const fix = using === undefined ? undefined : withClauses(policy, "Ask of new rows what USING asks of old ones", (clause) => (clause.kind === "check" ? using.text : clause.text));
      return [{
        rule: "rls/open-check",
        object: policy.object,
        part: policy.policy.name,
        severity: roles.length === 0 ? ("info" as const) : belongs.length > 0 && reached !== "named" ? ("error" as const) : ("warning" as const),
        message: `${named(policy)} accepts every new row (WITH CHECK ${check.text})${using === undefined ? "" : `, although USING asks ${using.text}`}. ${roles.length === 0 ? "Nobody has a grant for it today." : `${listed(roles)} can write rows${belongs.length > 0 ? ` that say of themselves whatever they like in ${listed(belongs)}` : " of any content"}.`}`,
        ...attacking(attemptsBy(facts, policy.table, roles, [...(commands.includes("INSERT") ? [["INSERT", "insert"] as const] : []), ...(commands.includes("UPDATE") ? [["UPDATE", "changeOwner"] as const] : [])], "foreign").map((attempt) => (attempt.operation === "changeOwner" ? asMember(attempt, facts) : attempt))),
        ...(fix === undefined ? {} : { fix }),
      }];
    }),
};

/** True where those who insert may not see what is in the table. */
function isLetterBox(policy: Policy, facts: AuditFacts): boolean {
  return !policiesOf(facts).some((other) => other.table === policy.table && other.policy.permissive && commandsOf(other.policy).includes("SELECT") && shareRoles(other.policy, policy.policy, facts));
}
