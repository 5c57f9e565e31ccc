import type { Catalog, Grant } from "../../../../core/catalog/catalog.ts";
import { accountOf } from "../world/accountName.ts";

/** What runs, or may run, with somebody else's rights. */
export interface Defined {
  readonly kind: "view" | "procedure" | "function" | "trigger" | "event";
  readonly name: string;
  /** As findings name accounts. */
  readonly definer: string;
  /** Does it run with the definer's rights? Triggers and events always do. */
  readonly asDefiner: boolean;
  readonly grants: readonly Grant[];
  readonly text: string;
}

/** All that has a definer. */
export function definedIn(catalog: Catalog): Defined[] {
  return [
    ...catalog.views.map((view): Defined => ({ kind: "view", name: view.name, definer: accountOf(view.options["definer"] ?? ""), asDefiner: view.options["security"] !== "INVOKER", grants: view.grants ?? [], text: view.query })),
    ...catalog.routines.map((routine): Defined => ({ kind: routine.form === "procedure" ? "procedure" : "function", name: routine.name, definer: definerIn(routine.definition), asDefiner: routine.securityDefiner, grants: routine.grants ?? [], text: routine.definition })),
    ...catalog.tables.flatMap((table) => table.triggers.map((trigger): Defined => ({ kind: "trigger", name: `${table.name}.${trigger.name}`, definer: definerIn(trigger.definition), asDefiner: true, grants: [], text: trigger.definition }))),
    ...catalog.others.filter(({ kind, definition }) => kind === "event" && definition !== undefined).map((event): Defined => ({ kind: "event", name: event.name, definer: definerIn(event.definition ?? ""), asDefiner: true, grants: [], text: event.definition ?? "" })),
  ].filter(({ definer }) => definer !== "");
}

function definerIn(definition: string): string {
  return accountOf(/^CREATE DEFINER=(`(?:[^`]|``)*`(?:@`(?:[^`]|``)*`)?)/.exec(definition)?.[1] ?? "");
}
