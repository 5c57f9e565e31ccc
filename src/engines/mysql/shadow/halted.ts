import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Engine } from "../../engine.ts";
import type { SingleReading } from "../analyse.ts";
import { factsOf } from "../analyse.ts";
import { Cursor } from "../facts/cursor.ts";
import { bodyOf } from "../facts/programs.ts";
import { skipDefiner } from "../facts/refs.ts";
import type { Flavour } from "../flavourName.ts";
import { foldName } from "../quote.ts";
import { nameOf } from "../ownName.ts";
import type { Program } from "../render/program.ts";
import { eventPrograms, routinePrograms, triggerPrograms } from "../render/program.ts";
import { renderView } from "../render/view.ts";
import { modeOf } from "../scan/sqlMode.ts";
import { tokensOf } from "../scan/tokens.ts";

/** What a scratch database must not have as the target has it, because running it would change another database of the server. */
export interface Halted {
  /** Names of routines and views, in lower case: who runs or changes them reaches further than the scratch. */
  readonly names: ReadonlySet<string>;
  /** Keys of programs, as `Program.object` says them. */
  readonly programs: ReadonlySet<string>;
  readonly views: ReadonlySet<string>;
}

/** Finds the programs that reach other databases by themselves or through another, and the views whose rows are there. `engine` knows the scratch as its own. */
export function haltedOf(catalog: Catalog, engine: Engine, flavour: Flavour): Halted {
  const views = new Set(catalog.views.filter((view) => engine.reachesBeyond(renderView(view))).map((view) => view.name));
  const names = new Set([...views].map(foldName));
  const programs = new Set<string>();
  const all = [...routinePrograms(catalog), ...triggerPrograms(catalog), ...eventPrograms(catalog)];
  for (let before = -1; before !== programs.size; ) {
    before = programs.size;
    for (const program of all) {
      if (programs.has(program.object) || (!engine.reachesBeyond(program.sql) && !mentions(program.sql, names, flavour))) continue;
      programs.add(program.object);
      const name = /^routine ([\s\S]*)\(/.exec(program.object)?.[1];
      if (name !== undefined) names.add(foldName(name));
    }
  }
  return { names, programs, views };
}

/** True for a statement that would run or change rows through one of `names`; defining and dropping them stays on the scratch. */
export function usesHalted(sql: string, names: ReadonlySet<string>, reading: SingleReading): boolean {
  return mentions(sql, names, reading.flavour) && factsOf(sql, reading).kind !== "ddl";
}

function mentions(sql: string, names: ReadonlySet<string>, flavour: Flavour): boolean {
  return names.size > 0 && tokensOf(sql, flavour).some((token) => (token.kind === "word" || token.kind === "name") && names.has(foldName(nameOf(token))));
}

/** The routine with a body that only says why it does not run; undefined for triggers and events, which are left out. */
export function stub({ sql, sqlMode, object }: Program, flavour: Flavour): string | undefined {
  const cursor = new Cursor(tokensOf(sql, flavour, modeOf(sqlMode)));
  cursor.take("CREATE");
  skipDefiner(cursor);
  const function_ = cursor.take("FUNCTION");
  if (!function_ && !cursor.take("PROCEDURE")) return undefined;
  cursor.dotted();
  cursor.group();
  const start = bodyOf(cursor)?.token()?.start;
  if (start === undefined) return undefined;
  const signal = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${`${object.replace(/\(.*$/s, "")} reaches another database, so it does not run on a scratch one`.replaceAll("\\", "").replaceAll("'", "''").slice(0, 120)}'`;
  return `${sql.slice(0, start)}${function_ ? `BEGIN ${signal}; RETURN NULL; END` : signal}`;
}
