import type { AuditAdapter } from "../audit.ts";
import type { Session } from "../engine.ts";
import type { MongodbLink } from "./link.ts";
import { readFacts } from "./audit/facts.ts";
import { mongodbRules } from "./audit/rules.ts";

/** What an audit looks for besides what every engine's catalog tells: accounts, the server, validators, and how tenants' documents are told apart. */
export function audit(session: Session & MongodbLink): AuditAdapter {
  return {
    rules: mongodbRules,
    beside: true,
    sampled: true,
    look: async ({ catalog, scope, signal }) => {
      const facts = await readFacts(session, catalog, scope, session.facts.tls, signal);
      const wanted = mongodbRules.filter((rule) => scope === "full" || rule.scope === scope);
      return { findings: wanted.flatMap((rule) => rule.find(facts)), texts: [], unseen: facts.unseen };
    },
    legitimate: () => Promise.resolve([]),
  };
}
