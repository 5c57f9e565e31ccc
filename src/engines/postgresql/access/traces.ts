import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { counted } from "../../../core/counted.ts";
import { bodyStays } from "./bodyStays.ts";
import { outsideTrigger } from "./outside.ts";
import { keyOf, Relations } from "./relations.ts";

/** What a rollback does not take back, or what is left out because it would not be: sequences, triggers that act outside, bodies that ran. */
export function traces(catalog: Catalog, objects: readonly AccessObject[]): string[] {
  const relations = new Relations(catalog);
  const ran = objects.flatMap((object) => {
    const routine = object.form === "routine" ? relations.routine(object) : undefined;
    return routine === undefined || bodyStays(catalog, routine) !== undefined ? [] : [routine];
  });
  const counting = ran.filter(({ definition }) => /\bnextval\s*\(/i.test(definition)).map(keyOf);
  const bodies = ran.length === 0 ? [] : [`The bodies of ${counted(ran.length, "routine")} ran for a moment with made-up arguments wherever those could be had, and what they did was undone.${counting.length === 0 ? "" : ` The sequences that ${counting.join(", ")} asked move on.`}`];
  return bodies.concat(objects.flatMap((object) => {
    const table = relations.table(object);
    if (table === undefined) return [];
    const numbered = table.columns.filter((column) => column.identity !== undefined || /\bnextval\(/i.test(column.default ?? "")).map(({ name }) => name);
    const outside = outsideTrigger(catalog, table);
    return [
      ...(numbered.length === 0 ? [] : [`The sequence behind ${keyOf(table)}.${numbered.join(", ")} moves on; no rollback takes numbers back.`]),
      ...(outside === undefined ? [] : [`Trigger ${outside} of ${keyOf(table)} acts outside of the transaction, so nothing is written to it and its cells are not tested.`]),
    ];
  }));
}
