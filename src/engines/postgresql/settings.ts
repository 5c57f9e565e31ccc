import type { RunnableStatement } from "../../core/migration/plan.ts";
import type { Session } from "../engine.ts";

/** Remembers the session's own settings; the way back also ends SET ROLE and the like. Outside of transactions. */
export async function rememberSettings(session: Session): Promise<() => Promise<void>> {
  const own = await session.run("SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' AND context = 'user' ORDER BY 1");
  const settings = own.rows.map(([name, value]) => [String(name), String(value)] as const);
  const again = settings.map((_, at) => `pg_catalog.set_config($${2 * at + 1}, $${2 * at + 2}, false)`).join(", ");
  return async () => {
    await session.run("RESET SESSION AUTHORIZATION");
    await session.run("RESET ALL");
    if (settings.length > 0) await session.run(`SELECT ${again}`, { params: settings.flat() });
  };
}

/** Runs `work` and puts back what these statements SET, also inside a transaction; a setting that is gone by then (a dropped role) is left. */
export async function withOwnSettings<Value>(session: Session, statements: readonly RunnableStatement[], work: () => Promise<Value>): Promise<Value> {
  const names = changedSettings(statements);
  if (names.length === 0) return work();
  const { rows } = await session.run("SELECT name, current_setting(name, true) FROM unnest($1::text[]) AS name", { params: [names] });
  const value = await work();
  for (const [name, before] of rows) {
    if (name !== undefined && before !== undefined && before !== null) await session.run("SELECT set_config($1, $2, false)", { params: [name, before] });
  }
  return value;
}

/** The names of the settings that a script changes for longer than its transaction. */
export function changedSettings(statements: readonly Pick<RunnableStatement, "sql">[]): string[] {
  const names = new Set<string>();
  for (const { sql } of statements) {
    const set = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:RE)?SET\s+(?:SESSION\s+(?!AUTHORIZATION|CHARACTERISTICS))?(?!LOCAL\b|CONSTRAINTS\b|TRANSACTION\b|SESSION\b)("?[\w.]+"?)/i.exec(sql);
    if (set !== null) names.add(named(set[1]!));
    else if (/^\s*SET\s+TIME\s+ZONE\b/i.test(sql)) names.add("timezone");
    for (const call of sql.matchAll(/\bset_config\s*\(\s*'([\w.]+)'\s*,[^)]*,\s*(?:false|'f(?:alse)?'|'0')\s*\)/gi)) names.add(named(call[1]!));
  }
  names.delete("all");
  return [...names];
}

function named(written: string): string {
  const name = written.replaceAll('"', "").toLowerCase();
  return name === "time" ? "timezone" : name === "names" ? "client_encoding" : name === "schema" ? "search_path" : name;
}
