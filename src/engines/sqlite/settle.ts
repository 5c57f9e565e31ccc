import type { RunnableStatement } from "../../core/migration/plan.ts";
import type { Settled } from "../../core/migration/settled.ts";
import { settleBy } from "../../core/migration/settle.ts";
import type { Session } from "../engine.ts";

/** Looks at the file to find out; SQLite leaves no halves. */
export function settle(session: Session, statement: RunnableStatement): Promise<Settled> {
  return settleBy(
    {
      special: () => Promise.resolve(null),
      exists: async ({ name }) => (await session.run("SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE", { params: [name] })).rows.length > 0,
      repeatable: (verb, { sql }) => /^\s*PRAGMA\b/i.test(sql) || /^(?:VACUUM|ANALYZE|SELECT)\b/.test(verb),
    },
    statement,
  );
}
