import type { Session } from "../../../../engines/engine.ts";
import type { CommandContext } from "../../../context.ts";
import type { Check } from "../check.ts";
import { clockCheck, encryptionCheck } from "../clock.ts";
import type { Grants } from "./grants.ts";
import { mayEverywhere, readGrants } from "./grants.ts";
import { account, rightsChecks } from "./rights.ts";

const variablesWanted = ["read_only", "super_read_only", "log_bin", "log_bin_trust_function_creators", "event_scheduler", "performance_schema", "sql_mode", "character_set_database", "lower_case_table_names", "version_comment", "hostname", "max_allowed_packet"];
const variablesQuery = `SHOW VARIABLES WHERE Variable_name IN (${variablesWanted.map((name) => `'${name}'`).join(", ")})`;
/** Behind a pooler, each statement may have another session. */
const tries = 4;

/** Version, flavour, encryption, rights, settings and clock of a MySQL or MariaDB server. */
export async function checkMysql(context: CommandContext, session: Session): Promise<Check[]> {
  const ask = async (sql: string): Promise<readonly (readonly unknown[])[]> => (await session.run(sql, { signal: context.signal })).rows;
  const variables = new Map((await ask(variablesQuery)).map(([name, value]) => [String(name).toLowerCase(), String(value)]));
  const sent = context.now().getTime();
  const [clock = [], host = []] = [(await ask("SELECT UNIX_TIMESTAMP(NOW(3)) * 1000"))[0], (await ask("SELECT SUBSTRING_INDEX(USER(), '@', -1), CURRENT_USER(), CURRENT_ROLE()"))[0]];
  const received = context.now().getTime();
  const connections = new Set<string>();
  for (let index = 0; index < tries; index++) connections.add(String((await ask("SELECT CONNECTION_ID()"))[0]?.[0]));
  const grants = readGrants((await ask(grantsQuery(session, String(host[2] ?? "")))).map(([line]) => String(line)));
  const user = account(String(host[1] ?? session.facts.user));
  const on = (name: string): boolean => ["ON", "1", "YES"].includes((variables.get(name) ?? "").toUpperCase());
  return [
    version(session),
    encryptionCheck(session.facts.tls, /^(?:localhost|127\.|::1)/.test(String(host[0])), "ssl-mode=VERIFY_IDENTITY"),
    superuser(context, grants, user),
    ...rightsChecks(grants, session.facts.database, user, on("performance_schema")),
    functions(grants, on("log_bin"), on("log_bin_trust_function_creators")),
    writable(context, on("read_only") || on("super_read_only")),
    encoding(variables.get("character_set_database") ?? ""),
    strictness(variables.get("sql_mode") ?? ""),
    { key: "events", name: "Events", status: "passed", detail: (variables.get("event_scheduler") ?? "").toUpperCase() === "ON" ? "event_scheduler is on: events run, those of a restored database too." : "event_scheduler is off: events are kept and restored, and do not run." },
    { key: "names", name: "Names", status: "passed", detail: variables.get("lower_case_table_names") === "0" ? "Names of tables that differ in case are different tables." : "Names of tables that differ only in case are the same table on this server." },
    pooler(connections.size, variables.get("version_comment") ?? ""),
    clockCheck(Number(clock[0]), sent, received),
  ];
}

/** MySQL shows what roles bring along only where they are named. */
function grantsQuery({ facts }: Session, roles: string): string {
  return facts.dialect === "mysql" && roles !== "" && roles.toUpperCase() !== "NONE" ? `SHOW GRANTS FOR CURRENT_USER() USING ${roles}` : "SHOW GRANTS";
}

const supported = { mysql: { name: "MySQL", oldest: 80_000, newest: 100_000, words: "8.0 to 9" }, mariadb: { name: "MariaDB", oldest: 100_600, newest: 130_000, words: "10.6 to 12" } } as const;

function version({ facts }: Session): Check {
  const { name, oldest, newest, words } = facts.dialect === "mariadb" ? supported.mariadb : supported.mysql;
  const found = { key: "version", name: "Version" };
  if (facts.versionNumber < oldest) return { ...found, status: "failed", detail: `${name} ${facts.version} is older than what is supported (${words}).`, next: "Upgrade the server." };
  if (facts.versionNumber >= newest) return { ...found, status: "warning", detail: `${name} ${facts.version} is newer than what this version was tested with (${words}).`, next: "Look for an update of Data Engineer." };
  return { ...found, status: "passed", detail: `${name} ${facts.version} is supported (${words}).` };
}

function superuser(context: CommandContext, grants: Grants, user: string): Check {
  const strong = mayEverywhere(grants, "SUPER") || mayEverywhere(grants, "GRANT OPTION") || grants.everywhere.has("ALL");
  if (!strong) return { key: "superuser", name: "Role", status: "passed", detail: `${user} has no rights over the whole server.` };
  return { key: "superuser", name: "Role", status: context.role === "production" ? "failed" : "warning", detail: `${user} may do everything on the server: a mistake reaches every database of it.`, next: "Use a user with rights on this database and on scratch databases, and nothing more." };
}

function functions(grants: Grants, logged: boolean, trusted: boolean): Check {
  const found = { key: "functions", name: "Stored functions and triggers" };
  if (!logged || trusted || mayEverywhere(grants, "SUPER") || mayEverywhere(grants, "SET_USER_ID")) return { ...found, status: "passed", detail: logged ? "They may be created although the binary log is on." : "The binary log is off; they may be created." };
  return { ...found, status: "warning", detail: "The binary log is on and log_bin_trust_function_creators is off: this user may create neither stored functions nor triggers.", next: "SET GLOBAL log_bin_trust_function_creators = 1; or apply such migrations as a user with SUPER." };
}

function writable(context: CommandContext, readOnly: boolean): Check {
  if (readOnly) return { key: "writable", name: "Writing", status: "warning", detail: "The server is read-only: often a replica.", next: "Connect to the primary where migrations are to be applied." };
  return { key: "writable", name: "Writing", status: "passed", detail: context.mode === "explore" ? "The mode is explore, so this connection only reads." : "The server accepts writes." };
}

function encoding(name: string): Check {
  if (name === "utf8mb4") return { key: "encoding", name: "Encoding", status: "passed", detail: "utf8mb4" };
  return { key: "encoding", name: "Encoding", status: "warning", detail: `New tables of the database are encoded as ${name}, which does not know every character.`, next: "ALTER DATABASE … CHARACTER SET utf8mb4 holds for tables made from then on." };
}

function strictness(mode: string): Check {
  if (/STRICT_(?:TRANS|ALL)_TABLES/.test(mode)) return { key: "strictness", name: "Strictness", status: "passed", detail: "sql_mode is strict: what does not fit is an error." };
  return { key: "strictness", name: "Strictness", status: "warning", detail: "sql_mode is not strict: values that do not fit are cut or replaced without an error.", next: "Add STRICT_TRANS_TABLES to sql_mode." };
}

function pooler(sessions: number, comment: string): Check {
  const found = { key: "pooler", name: "Pooler" };
  if (sessions === 1 && !/proxysql|maxscale/i.test(comment)) return { ...found, status: "passed", detail: "Every statement reaches the same session of the server." };
  return { ...found, status: "warning", detail: "A pooler stands in between and spreads statements over sessions: locks and settings of a session do not hold.", next: "Connect to the server itself for migrations." };
}
