import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { outsideTrigger } from "./outside.ts";
import { keyOf, Relations } from "./relations.ts";

/** What a rollback does not take back, or what is left out because it would not be: sequences, triggers that act outside. */
export function traces(catalog: Catalog, objects: readonly AccessObject[]): string[] {
  const relations = new Relations(catalog);
  return objects.flatMap((object) => {
    const table = relations.table(object);
    if (table === undefined) return [];
    const counting = table.columns.filter((column) => column.identity !== undefined || /\bnextval\(/i.test(column.default ?? "")).map(({ name }) => name);
    const outside = outsideTrigger(catalog, table);
    return [
      ...(counting.length === 0 ? [] : [`The sequence behind ${keyOf(table)}.${counting.join(", ")} moves on; no rollback takes numbers back.`]),
      ...(outside === undefined ? [] : [`Trigger ${outside} of ${keyOf(table)} acts outside of the transaction, so nothing is written to it and its cells are not tested.`]),
    ];
  });
}
