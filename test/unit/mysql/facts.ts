import type { ObjectRef, ScriptFacts, StatementFacts } from "../../../src/core/script/facts.ts";
import { analyse as read } from "../../../src/engines/mysql/analyse.ts";
import type { Flavour } from "../../../src/engines/mysql/flavourName.ts";
import { split } from "../../../src/engines/mysql/split.ts";

export function analyse(sql: string, flavour: Flavour = "mysql", version?: number): ScriptFacts {
  return read(split(sql, flavour, version), flavour, version);
}

/** Facts of the last statement. */
export function lastOf(sql: string, flavour: Flavour = "mysql", version?: number): StatementFacts {
  return analyse(sql, flavour, version).statements.at(-1)!;
}

/** "table a.t", "column t.c", … */
export function shown(object: ObjectRef): string {
  return `${object.kind} ${[object.schema, object.table, object.name].filter((part) => part !== undefined).join(".")}`;
}

/** What is used and must exist. */
export function usesOf(sql: string, flavour: Flavour = "mysql", version?: number): string[] {
  return [...new Set(lastOf(sql, flavour, version).uses.filter((use) => use.soft !== true).map(shown))].sort();
}

/** "drop table t", "dropColumn column t.c", for the last statement. */
export function lossesOf(sql: string, flavour: Flavour = "mysql", version?: number): string[] {
  return lastOf(sql, flavour, version).destroys.map(({ how, object }) => `${how} ${shown(object)}`);
}
