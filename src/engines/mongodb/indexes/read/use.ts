import type { Condition, OrderKey, TableUse } from "../../../../core/indexes/queryUse.ts";
import { numberOf, type Doc } from "../../bson/value.ts";
import { fieldPart } from "./fieldPart.ts";
import { readFilter } from "./filter.ts";

/** What a filter, and what comes with it, asks of a collection. */
export function tableUse(table: string, filter: Doc, more: Partial<TableUse> = {}): TableUse {
  return searchedUse({ schema: "", table, ...readFilter(filter), order: [], group: [], reads: "all", limited: false, ...more });
}

/** Every collection has an index on _id: what that one finds or puts in order asks for no other. */
export function searchedUse(use: TableUse): TableUse {
  const ofId = ({ part }: { readonly part: Condition["part"] }): boolean => part.text === "_id";
  if (use.conditions.some((one) => ofId(one) && (one.kind === "equal" || one.kind === "in" || one.kind === "join"))) return { ...use, conditions: [], either: [], order: [], group: [] };
  const conditions = use.conditions.filter((one) => !ofId(one));
  const [first] = use.order;
  return { ...use, conditions, order: first !== undefined && ofId(first) && conditions.length === 0 ? [] : use.order };
}

/** {a: 1, b: -1}; a sort by text score or in the natural order needs no index. */
export function orderOf(sort: Doc): OrderKey[] {
  const keys = [...sort].map(([field, direction]) => ({ field, direction: numberOf(direction) }));
  if (keys.some(({ field, direction }) => direction === undefined || field.startsWith("$"))) return [];
  return keys.map(({ field, direction }) => ({ part: fieldPart(field), descending: (direction ?? 1) < 0 }));
}
