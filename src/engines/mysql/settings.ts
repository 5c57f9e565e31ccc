import type { RunnableStatement } from "../../core/migration/plan.ts";
import type { Session } from "../engine.ts";
import { commandOf } from "./command.ts";
import { quoteName } from "./quote.ts";

/** What changes by itself, or tells of the connection instead of setting it. */
const notSettings = /^(?:timestamp|insert_id|last_insert_id|identity|rand_seed\d|pseudo_\w+|gtid_\w+|warning_count|error_count|in_transaction|external_user|proxy_user|statement_id|last_gtid|skip_replication|server_id|autocommit|transaction_read_only|tx_read_only|transaction_isolation_\w+|innodb_.*)$/;
const ofInnodb = new Set(["innodb_lock_wait_timeout", "innodb_strict_mode", "innodb_table_locks", "innodb_tmpdir"]);

/** Remembers every setting of the session, its database and role; the way back sets what has changed since. */
export async function rememberSettings(session: Session): Promise<() => Promise<void>> {
  const before = await settings(session);
  return async () => {
    await restore(session, before);
  };
}

/** Runs `work` and puts back what these statements SET, where they set anything; MySQL's settings know no transactions. */
export async function withOwnSettings<Value>(session: Session, statements: readonly RunnableStatement[], work: () => Promise<Value>): Promise<Value> {
  if (!statements.some(({ sql }) => /^(?:SET|USE|CALL)$/.test(commandOf(sql)))) return await work();
  const putBack = await rememberSettings(session);
  try {
    return await work();
  } finally {
    await putBack();
  }
}

interface Settings {
  readonly variables: ReadonlyMap<string, string>;
  readonly database: string;
  /** "" where none is active. */
  readonly role: string;
}

async function settings(session: Session): Promise<Settings> {
  const { rows } = await session.run("SHOW SESSION VARIABLES");
  const [[database, role] = []] = (await session.run("SELECT DATABASE(), CURRENT_ROLE()")).rows;
  const variables = rows.map(([name, value]) => [String(name).toLowerCase(), String(value)] as const).filter(([name]) => !notSettings.test(name) || ofInnodb.has(name));
  return { variables: new Map(variables), database: typeof database === "string" ? database : "", role: typeof role === "string" && role !== "NONE" ? role : "" };
}

async function restore(session: Session, before: Settings): Promise<void> {
  const now = await settings(session);
  const changed = [...before.variables].filter(([name, value]) => now.variables.has(name) && now.variables.get(name) !== value);
  if (changed.length > 0) await session.run(`SET ${changed.map(([name, value]) => `SESSION ${quoteName(name)} = ${/^-?\d+(?:\.\d+)?$/.test(value) ? value : value === "" && emptyIsNull.test(name) ? "NULL" : `'${value.replaceAll("'", "''")}'`}`).join(", ")}`);
  if (before.role !== now.role) await session.run(`SET ROLE ${before.role === "" ? "NONE" : roleName(before.role)}`);
  if (before.database !== "" && before.database !== now.database) await session.run(`USE ${quoteName(before.database)}`);
}

const emptyIsNull = /^character_set_results$/;

/** MySQL writes it in quotes already, MariaDB does not. */
function roleName(role: string): string {
  return role.startsWith("`") ? role : quoteName(role);
}
