import type { AuditAdapter } from "../audit.ts";
import type { Session } from "../engine.ts";
import { readFacts } from "./audit/facts.ts";
import { policyRules } from "./audit/policies/rules.ts";
import { reachRules } from "./audit/reach/rules.ts";
import type { PostgresqlRule } from "./audit/rule.ts";

const rules: readonly PostgresqlRule[] = [...policyRules, ...reachRules];

/** What an audit looks for besides what every engine's catalog tells. */
export function audit(session: Session): AuditAdapter {
  return {
    rules,
    look: async ({ catalog, scope, signal }) => {
      const facts = await readFacts(session, catalog, signal);
      const wanted = rules.filter((rule) => scope === "full" || rule.scope === scope);
      return { findings: wanted.flatMap((rule) => rule.find(facts)), texts: [], unseen: [] };
    },
    legitimate: () => Promise.resolve([]),
  };
}
