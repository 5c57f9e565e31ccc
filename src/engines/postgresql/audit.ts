import type { Catalog } from "../../core/catalog/catalog.ts";
import type { AuditAdapter } from "../audit.ts";
import type { Session } from "../engine.ts";
import { type AuditFacts, readFacts } from "./audit/facts.ts";
import { gently } from "./audit/gently.ts";
import { legitimateAttempts } from "./audit/legitimate.ts";
import { unreadPolicies } from "./audit/policies/policy.ts";
import { policyRules } from "./audit/policies/rules.ts";
import { reachRules } from "./audit/reach/rules.ts";
import type { PostgresqlRule } from "./audit/rule.ts";

const rules: readonly PostgresqlRule[] = [...policyRules, ...reachRules];

/** What an audit looks for besides what every engine's catalog tells. */
export function audit(session: Session): AuditAdapter {
  const known = new WeakMap<Catalog, AuditFacts>();
  const factsOf = async (catalog: Catalog, signal: AbortSignal): Promise<AuditFacts> => {
    const facts = known.get(catalog) ?? (await underServerNames(session, () => readFacts(session, catalog, signal)));
    known.set(catalog, facts);
    return facts;
  };
  return {
    rules,
    look: async ({ catalog, scope, signal }) => {
      known.delete(catalog);
      const facts = await factsOf(catalog, signal);
      const wanted = rules.filter((rule) => scope === "full" || rule.scope === scope);
      const whole = scope === "full";
      return { findings: wanted.flatMap((rule) => rule.find(facts)), texts: whole ? facts.reach.texts : [], unseen: [...unreadPolicies(facts), ...(whole ? facts.reach.unseen : [])] };
    },
    gently,
    legitimate: async (finding, { catalog, signal }) => legitimateAttempts(session, finding, await factsOf(catalog, signal)),
  };
}

/** Inside a transaction: what is read means the server's own functions and operators, whatever closer match a schema of the search path holds. */
function underServerNames<Value>(session: Session, read: () => Promise<Value>): Promise<Value> {
  return session.savepoint("undo", async () => {
    await session.run("SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)");
    return read();
  });
}
