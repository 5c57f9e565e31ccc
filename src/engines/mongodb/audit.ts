import type { AuditAdapter } from "../audit.ts";
import type { Session } from "../engine.ts";

/** What an audit looks for besides what every engine's catalog tells. */
export function audit(_session: Session): AuditAdapter {
  return {
    rules: [],
    beside: true,
    look: () => Promise.resolve({ findings: [], texts: [], unseen: [] }),
    legitimate: () => Promise.resolve([]),
  };
}
