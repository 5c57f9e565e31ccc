import type { KeyPart, OrderKey } from "../queryUse.ts";
import type { MentionedTable, Target } from "./mentionedTable.ts";

/** Notes an order with the table that it is about, where it is about one; rows ordered by two tables come from no index. */
export function setOrder(keys: readonly { readonly targets: readonly Target[]; readonly as: (target: Target) => OrderKey }[]): void {
  const table = onlyTable(keys.map(({ targets }) => targets));
  if (table !== undefined) table.order = keys.flatMap(({ targets: [target], as }): OrderKey[] => (target === undefined ? [] : [as(target)]));
}

/** The same of what rows are grouped or made distinct by. */
export function setGroup(keys: readonly (readonly Target[])[]): void {
  const table = onlyTable(keys);
  if (table !== undefined) table.group = keys.flatMap(([target]): KeyPart[] => (target === undefined ? [] : [target.part]));
}

/** The one table that each of these is about; undefined where one is about none, or they are about several. */
export function onlyTable(keys: readonly (readonly Target[])[]): MentionedTable | undefined {
  const tables = new Set(keys.map((targets) => (targets.length === 1 ? targets[0]?.table : undefined)));
  const [table] = tables;
  return tables.size === 1 ? table : undefined;
}
