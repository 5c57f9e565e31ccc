import type { AuditRoom } from "../../../audit.ts";
import type { Session } from "../../../engine.ts";
import type { Flavour } from "../../flavourName.ts";
import { readAccounts } from "./accounts.ts";
import { type Asking, asking } from "./asking.ts";
import { readCounters } from "./counters.ts";
import { readOrphans } from "./orphans.ts";
import { readMemberships, readPrivileges, readProxies } from "./privileges.ts";
import type { World } from "./world.ts";

/** Reads all that the rules of a scope look at, in a constant number of statements, and tells what could not be seen. `database` is the one that grants name. */
export async function readWorld(session: Session, { catalog, scope, signal }: AuditRoom, database: string): Promise<{ readonly world: World; readonly unseen: readonly string[] }> {
  const ask = asking(session, signal);
  const flavour: Flavour = session.facts.dialect === "mariadb" ? "mariadb" : "mysql";
  const accounts = scope === "schema" ? undefined : await readAccounts(ask, flavour, session.facts.versionNumber);
  const structure = scope !== "rls";
  const [client = ""] = (await ask.read("connection", "SELECT USER()", "connect again"))?.[0] ?? [];
  const ends = await certificate(ask);
  const world: World = {
    flavour,
    version: session.facts.versionNumber,
    database,
    catalog,
    connection: { account: session.facts.user, client, tls: session.facts.tls === true },
    variables: await variables(ask),
    ...(ends === undefined ? {} : { certificateEnds: ends }),
    now: Date.now(),
    ...(accounts === undefined ? {} : { accounts }),
    privileges: accounts === undefined ? [] : await readPrivileges(ask),
    memberships: accounts === undefined ? [] : await readMemberships(ask, flavour),
    proxies: accounts === undefined || scope !== "full" ? [] : await readProxies(ask),
    databases: await names(ask, "databases", "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA"),
    updatable: new Set(await names(ask, "views", "SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND IS_UPDATABLE = 'YES'")),
    serversWithPassword: scope !== "full" ? [] : await names(ask, "passwords of FEDERATED servers", "SELECT Server_name FROM mysql.servers WHERE Password <> ''", "grant the auditing account SELECT on mysql.servers"),
    counters: structure ? await readCounters(ask, catalog) : [],
    orphans: structure ? await readOrphans(ask, catalog, session.facts.database) : [],
  };
  return { world, unseen: ask.unseen };
}

async function names(ask: Asking, what: string, sql: string, next = "look at the account's privileges"): Promise<string[]> {
  return ((await ask.read(what, sql, next)) ?? []).map(([name = ""]) => name);
}

async function variables(ask: Asking): Promise<ReadonlyMap<string, string>> {
  const rows = (await ask.read("settings of the server", "SHOW GLOBAL VARIABLES", "let performance_schema be readable")) ?? [];
  return new Map(rows.map(([name = "", value = ""]) => [name.toLowerCase(), value]));
}

async function certificate(ask: Asking): Promise<number | undefined> {
  const rows = await ask.read("the server's certificate", "SHOW GLOBAL STATUS LIKE 'Ssl_server_not_after'", "let performance_schema be readable");
  const ends = Date.parse(rows?.[0]?.[1] ?? "");
  return Number.isNaN(ends) ? undefined : ends;
}
