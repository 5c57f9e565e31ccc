import type { TableUser, WantedLock } from "../../core/migration/tableUser.ts";
import { withoutValues } from "../../core/script/withoutValues.ts";
import type { Session } from "../engine.ts";
import { quoteObject } from "./quote.ts";

/** Table locks, the strongest last. https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES */
const modes = ["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"] as const;

/** The modes of others that keep one from being had. */
const conflicts: Readonly<Record<string, readonly string[]>> = {
  "ACCESS SHARE": modes.slice(7), "ROW SHARE": modes.slice(6), "ROW EXCLUSIVE": modes.slice(4), "SHARE UPDATE EXCLUSIVE": modes.slice(3),
  SHARE: modes.filter((mode, at) => at >= 2 && mode !== "SHARE"), "SHARE ROW EXCLUSIVE": modes.slice(2), EXCLUSIVE: modes.slice(1), "ACCESS EXCLUSIVE": modes,
};

/** Who else holds or waits for locks on these tables right now. The text of statements is the server's, without its values. */
export async function activity(session: Session, wanted: readonly WantedLock[]): Promise<TableUser[]> {
  const { rows } = await session.run(
    `SELECT t.at::int, a.pid, coalesce(a.usename::text, ''), coalesce(a.state, ''), l.granted, string_agg(DISTINCT upper(regexp_replace(replace(l.mode, 'Lock', ''), '(?<=[a-z])(?=[A-Z])', ' ', 'g')), ','),
       round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric)::text, coalesce(a.query, '')
     FROM unnest($1::text[]) WITH ORDINALITY AS t (name, at) JOIN pg_catalog.pg_locks l ON l.relation = to_regclass(t.name) JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND a.pid <> pg_backend_pid()
     GROUP BY 1, 2, 3, 4, 5, 7, 8 ORDER BY 1, 5 DESC, 2 LIMIT 100`,
    { params: [wanted.map(quoteObject)] },
  );
  return rows.map(([at, pid, user, state, granted, held, seconds, query]): TableUser => {
    const table = wanted[Number(at) - 1]!;
    const locks = String(held).split(",");
    const against = conflicts[table.mode ?? "ACCESS EXCLUSIVE"] ?? modes;
    return {
      table, who: `process ${String(pid)}`, user: String(user), state: String(state), locks: `${locks.join(", ")}${granted === true ? "" : " (waits)"}`, seconds: seconds === null ? null : Number(seconds),
      statement: query === "" || query === "<insufficient privilege>" ? null : withoutValues(String(query), "name"),
      blocks: granted === true && locks.some((mode) => against.includes(mode)) ? "yes" : "no",
      end: `SELECT pg_terminate_backend(${String(pid)})`,
    };
  });
}
