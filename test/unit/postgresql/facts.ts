import type { ObjectRef, ScriptFacts, StatementFacts } from "../../../src/core/script/facts.ts";
import { loadPostgresql } from "../../../src/engines/postgresql/engine.ts";

const engine = await loadPostgresql();

export function analyse(sql: string): ScriptFacts {
  return engine.analyse(engine.split(sql));
}

/** Facts of the last statement. */
export function lastOf(sql: string): StatementFacts {
  return analyse(sql).statements.at(-1)!;
}

/** "table a.t", "column t.c", … */
export function shown(object: ObjectRef): string {
  return `${object.kind} ${[object.schema, object.table, object.name].filter((part) => part !== undefined).join(".")}`;
}

/** What is used and must exist, without built-in routines and types. */
export function usesOf(sql: string): string[] {
  const builtIn = new Set(["type regclass", "type text", "type trigger", "type date", "type uuid", "routine now", "routine lower", "routine max", "routine count", "routine nextval"]);
  return [...new Set(lastOf(sql).uses.filter((use) => use.soft !== true).map(shown))].filter((name) => !builtIn.has(name)).sort();
}
