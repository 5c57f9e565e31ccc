import type { AuditAdapter } from "../audit.ts";
import type { Session } from "../engine.ts";
import { readFacts } from "./audit/facts.ts";
import { sqliteRules } from "./audit/rules.ts";

/** What an audit looks for besides what every engine's catalog tells. SQLite knows no accounts, so that nobody's access is to be kept. */
export function audit(session: Session): AuditAdapter {
  return {
    rules: sqliteRules,
    look: async (room) => {
      if (room.scope === "rls") return { findings: [], texts: [], unseen: [] };
      const facts = await readFacts(session, room);
      return { findings: sqliteRules.filter(({ scope }) => room.scope === "full" || scope === room.scope).flatMap((rule) => rule.find(facts)), texts: [], unseen: facts.unseen };
    },
    legitimate: () => Promise.resolve([]),
  };
}
