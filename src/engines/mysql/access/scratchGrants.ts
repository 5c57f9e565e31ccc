import type { Grant } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { accountOf, quoteAccount } from "../audit/world/accountName.ts";
import { held, reaches, selves } from "../audit/world/powers.ts";
import { readGrants } from "../catalog/grants.ts";
import { quoteName } from "../quote.ts";
import type { KnownAccounts } from "./holders.ts";

/** What a grant on a database can give. */
const onDatabases = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "INDEX", "ALTER", "CREATE TEMPORARY TABLES", "LOCK TABLES", "EXECUTE", "CREATE VIEW", "SHOW VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "EVENT", "TRIGGER"]);

/** Gives `to` on the scratch database what `account` holds on the one that it stands for: what it holds on the server, on the database and on single objects, by itself and through roles. */
export async function mapGrants(session: Session, known: KnownAccounts, account: string, to: string, database: string): Promise<void> {
  const scratch = session.facts.database;
  const give = (privileges: readonly string[], target: string): Promise<unknown> => session.run(`GRANT ${privileges.join(", ")} ON ${target} TO ${quoteAccount(to)}`);
  const wide = wideOf(known, account, database);
  if (wide.length > 0) await give(wide, `${quoteName(scratch.replaceAll("_", "\\_"))}.*`);
  const own = new Set(selves(known, account));
  const mine = (grants: readonly Grant[]): Grant[] => grants.filter(({ grantee }) => own.has(accountOf(grantee)));
  const { relations, routines } = await scratchGrants(session);
  for (const [name, grants] of relations) for (const { privileges, column } of mine(grants)) await give(column === undefined ? privileges : privileges.map((one) => `${one} (${quoteName(column)})`), `${quoteName(scratch)}.${quoteName(name)}`);
  for (const [key, grants] of routines) {
    const at = key.indexOf(" ");
    for (const { privileges } of mine(grants)) await give(privileges, `${key.slice(0, at)} ${quoteName(scratch)}.${quoteName(key.slice(at + 1))}`);
  }
}

/** Grants on single objects as they are on the scratch now. */
export function scratchGrants(session: Session): ReturnType<typeof readGrants> {
  const { dialect, versionNumber, database } = session.facts;
  return readGrants({ flavour: dialect === "mariadb" ? "mariadb" : "mysql", versionNumber, database, query: async (sql) => (await session.run(sql)).rows });
}

/** What it holds on every object of the database by grants on the server and on databases. */
export function wideOf(known: KnownAccounts, account: string, database: string): string[] {
  const reaching = held(known, account).filter((one) => one.database === undefined || reaches(one.database, database, known));
  return [...new Set(reaching.flatMap(({ names }) => [...names]))].filter((name) => onDatabases.has(name)).sort();
}
