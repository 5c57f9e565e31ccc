import type { Connection } from "./ports.ts";
import type { RunPlan } from "./runnable.ts";

/**
 * Runs `work` and puts back what the script's SET statements changed, so that the next script starts as a new session would.
 * Only PostgreSQL has settings that outlive a script; a setting that is gone by then (a dropped role) is left.
 */
export async function withOwnSettings<Value>(connection: Connection, plan: RunPlan, work: () => Promise<Value>): Promise<Value> {
  const names = connection.facts.engine === "postgresql" ? changedSettings(plan) : [];
  if (names.length === 0) return work();
  const { rows } = await connection.run("SELECT name, current_setting(name, true) FROM unnest($1::text[]) AS name", { params: [names] });
  const value = await work();
  for (const [name, before] of rows) {
    if (before !== null) await connection.run("SELECT set_config($1, $2, false)", { params: [name!, before!] });
  }
  return value;
}

/** The names of the settings that a script changes for longer than its transaction. */
export function changedSettings(plan: RunPlan): string[] {
  const names = new Set<string>();
  for (const { sql } of plan.statements) {
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
