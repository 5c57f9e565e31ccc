import type { Catalog, OtherObject, RoutineObject } from "../../../core/catalog/catalog.ts";
import { byName } from "./names.ts";
import { orderedTriggers } from "./triggers.ts";

/** A stored program: its text, and what the session must be set to while it is created. */
export interface Program {
  readonly sql: string;
  readonly sqlMode: string;
  /** Events alone: their times are of this zone. */
  readonly timeZone?: string;
  /** The key of its flat object. */
  readonly object: string;
}

export function routineProgram(routine: RoutineObject): Program {
  return { sql: routine.definition, sqlMode: routine.sqlMode ?? "", object: `routine ${routine.name}(${routine.signature})` };
}

export function otherProgram(item: OtherObject): Program {
  const { sqlMode = "", timeZone } = item.facts;
  return { sql: item.definition ?? "", sqlMode, ...(timeZone === undefined ? {} : { timeZone }), object: `${item.kind} ${item.name}` };
}

/** Libraries, functions and procedures, then packages before their bodies: views call functions, so these come first. */
export function routinePrograms(catalog: Catalog): Program[] {
  const kinds = (kind: string): OtherObject[] => byName(catalog.others.filter((item) => item.kind === kind));
  const routines = [...byName(catalog.routines)].sort((a, b) => (a.name === b.name ? (a.form < b.form ? -1 : 1) : 0));
  return [...kinds("library").map(otherProgram), ...routines.map(routineProgram), ...[...kinds("package"), ...kinds("packageBody")].map(otherProgram)];
}

export function triggerPrograms(catalog: Catalog): Program[] {
  return byName(catalog.tables).flatMap((table) => orderedTriggers(table.triggers).map((trigger) => ({ sql: trigger.definition, sqlMode: trigger.sqlMode ?? "", object: `trigger ${table.name}.${trigger.name}` })));
}

export function eventPrograms(catalog: Catalog): Program[] {
  return byName(catalog.others.filter((item) => item.kind === "event")).map(otherProgram);
}
