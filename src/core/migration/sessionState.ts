import type { Connection } from "./ports.ts";

/** Brings back the session's own settings after a script that may have changed them (SET, SET ROLE, PRAGMA foreign_keys). Outside of transactions. */
export type RestoreSettings = () => Promise<void>;

/** Remembers what a script may change for the session and outlives its transaction. */
export async function rememberSettings(connection: Connection): Promise<RestoreSettings> {
  if (connection.facts.engine === "postgresql") return rememberPostgresql(connection);
  if (connection.facts.engine === "sqlite") return rememberSqlite(connection);
  return () => Promise.resolve();
}

async function rememberPostgresql(connection: Connection): Promise<RestoreSettings> {
  const own = await connection.run("SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' AND context = 'user' ORDER BY 1");
  const settings = own.rows.map(([name, value]) => [String(name), String(value)] as const);
  const again = settings.map((_, at) => `pg_catalog.set_config($${2 * at + 1}, $${2 * at + 2}, false)`).join(", ");
  return async () => {
    await connection.run("RESET SESSION AUTHORIZATION");
    await connection.run("RESET ALL");
    if (settings.length > 0) await connection.run(`SELECT ${again}`, { params: settings.flat() });
  };
}

async function rememberSqlite(connection: Connection): Promise<RestoreSettings> {
  const before: (readonly [string, number])[] = [];
  for (const name of ["foreign_keys", "recursive_triggers", "legacy_alter_table", "ignore_check_constraints"]) {
    const value = (await connection.run(`PRAGMA ${name}`)).rows[0]?.[0];
    if (typeof value === "number") before.push([name, value]);
  }
  return async () => {
    for (const [name, value] of before) await connection.run(`PRAGMA ${name} = ${value}`);
  };
}
