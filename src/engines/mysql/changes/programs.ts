import type { Catalog, TableObject, TriggerObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { eventPrograms, routinePrograms, triggerPrograms } from "../render/program.ts";
import type { Program } from "../render/program.ts";
import { momentOf } from "../render/triggers.ts";
import type { Draft } from "./draft.ts";
import { same } from "./compare.ts";

/** Routines, packages, triggers and events that go and come: none can be replaced where it stands. */
export interface ProgramChange {
  readonly drops: readonly Draft[];
  readonly routines: readonly Draft[];
  readonly rest: readonly Draft[];
  /** Keys of those that are made. */
  readonly made: ReadonlySet<string>;
}

export function programChange(from: Catalog, to: Catalog, filled: ReadonlySet<string>): ProgramChange {
  const routines = compared(routinePrograms(from), routinePrograms(to));
  const events = compared(eventPrograms(from), eventPrograms(to));
  const triggers = changedTriggers(from, to, filled);
  const fresh = (program: Program): boolean => triggers.comes.has(program.object);
  const drops = [...events.gone.map(dropOf), ...triggers.drops, ...[...routines.gone].reverse().map(dropOf)];
  const rest = [...triggerPrograms(to).filter(fresh), ...events.comes];
  return { drops, routines: routines.comes.map(create), rest: rest.map(create), made: new Set([...routines.comes, ...rest].map((program) => program.object)) };
}

function compared(before: readonly Program[], after: readonly Program[]): { readonly gone: Program[]; readonly comes: Program[] } {
  const [old, now] = [new Map(before.map((program) => [nameOf(program), program])), new Map(after.map((program) => [nameOf(program), program]))];
  return { gone: before.filter((program) => !same(now.get(nameOf(program)), program)), comes: after.filter((program) => !same(old.get(nameOf(program)), program)) };
}

/** "DROP PROCEDURE `x`" tells a program apart from every other. */
function nameOf(program: Program): string {
  const [, kind = "", name = ""] = /^CREATE (?:DEFINER=\S+ )?(?:AGGREGATE )?(LIBRARY|PROCEDURE|FUNCTION|PACKAGE BODY|PACKAGE|EVENT) (`(?:[^`]|``)+`)/.exec(program.sql) ?? [];
  return `DROP ${kind} ${name}`;
}

function dropOf(program: Program): Draft {
  const sql = nameOf(program);
  // MariaDB knows the word PACKAGE in Oracle's mode only.
  return { phase: "structure", sql, objects: [program.object], ...(sql.startsWith("DROP PACKAGE") ? { settings: { sql_mode: program.sqlMode } } : {}) };
}

function create(program: Program): Draft {
  return { phase: "constraints", sql: program.sql, objects: [program.object], settings: { sql_mode: program.sqlMode, ...(program.timeZone === undefined ? {} : { time_zone: program.timeZone }) } };
}

/** From the first that differs in a moment on, all are made anew: each stands after the one before it. Those of a dropped table go with it; those of tables in `filled` all go meanwhile. */
function changedTriggers(from: Catalog, to: Catalog, filled: ReadonlySet<string>): { readonly drops: Draft[]; readonly comes: Set<string> } {
  const [old, now] = [new Map(from.tables.map((table) => [table.name, table])), new Map(to.tables.map((table) => [table.name, table]))];
  const drops: Draft[] = [];
  const comes = new Set<string>();
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [before, after] = [old.get(name), now.get(name)];
    for (const moment of new Set([...(before?.triggers ?? []), ...(after?.triggers ?? [])].map(momentOf))) {
      const [was, is] = [at(before, moment), at(after, moment)];
      let kept = 0;
      while (!filled.has(name) && kept < was.length && same(was[kept], is[kept])) kept += 1;
      if (after !== undefined) drops.push(...was.slice(kept).map((trigger): Draft => ({ phase: "structure", sql: `DROP TRIGGER ${quoteName(trigger.name)}`, objects: [`trigger ${name}.${trigger.name}`] })));
      for (const trigger of is.slice(kept)) comes.add(`trigger ${name}.${trigger.name}`);
    }
  }
  return { drops, comes };
}

function at(table: TableObject | undefined, moment: string): TriggerObject[] {
  return (table?.triggers ?? []).filter((trigger) => momentOf(trigger) === moment);
}
