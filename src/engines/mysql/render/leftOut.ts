import type { Catalog, ViewObject } from "../../../core/catalog/catalog.ts";
import { eventPrograms, routinePrograms, triggerPrograms } from "./program.ts";
import type { Program } from "./program.ts";

export interface LeftOut {
  readonly object: string;
  readonly why: string;
}

/** What the schema script has as a comment only: the server would refuse it there, and the rest of the script with it. */
export function leftOut(catalog: Catalog): LeftOut[] {
  const unreadable = "the connected account may not read its definition";
  return [
    ...catalog.views.filter(isHidden).map((view) => ({ object: `view ${view.name}`, why: unreadable })),
    ...catalog.views.filter((view) => isBroken(view) && !isHidden(view)).map((view) => ({ object: `view ${view.name}`, why: "it reads what does not exist" })),
    ...[...routinePrograms(catalog), ...triggerPrograms(catalog), ...eventPrograms(catalog)].filter((program) => !hasBody(program)).map(({ object }) => ({ object, why: unreadable })),
  ];
}

/** A view whose columns the server cannot tell reads what is not there. */
export function isBroken(view: ViewObject): boolean {
  return view.columns.length === 0;
}

/** Without SHOW VIEW the server gives no query. */
export function isHidden(view: ViewObject): boolean {
  return view.query === "";
}

/** A body stands on a line of its own, an event's after DO; the server gives none where the account may not read it. */
export function hasBody({ sql }: Program): boolean {
  return !/\n(?: {2}DO )?$/.test(sql);
}
