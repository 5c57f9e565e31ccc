import type { Target } from "../../../../core/indexes/read/mentionedTable.ts";
import { setGroup, setOrder } from "../../../../core/indexes/read/ofOneTable.ts";
import type { Output, ReadScope } from "../../../../core/indexes/read/readScope.ts";
import { foldName } from "../../quote.ts";
import { targetsOf } from "./parts.ts";
import { inside, isTree, listIn, namesOf, valueIn } from "./tree.ts";
import type { Tree } from "./tree.ts";

/** Takes ORDER BY, GROUP BY, DISTINCT and the limit to the table that they are about, where it is one. */
export function readOrder(select: Tree, query: Tree, outputs: readonly Output[], scope: ReadScope, exists: boolean): void {
  if (exists || inside(query, "limit_clause") !== undefined) for (const source of scope.sources) if ("table" in source) source.table.limited = true;
  const grouped = listIn(select, "group_by", "Expressions")[0];
  const groups = Array.isArray(grouped) ? (grouped as readonly unknown[]) : [];
  if (groups.length > 0) setGroup(groups.map((node) => meant(node, outputs, scope)));
  else if (select["distinct"] !== undefined && select["distinct"] !== null) setGroup(outputs.map(({ targets }) => targets));
  const keys = listIn(query, "order_by", "kind", "Expressions");
  if (groups.length === 0 && keys.length > 0) setOrder(keys.map((key) => ({ targets: meant(isTree(key) ? key["expr"] : undefined, outputs, scope), as: ({ part }) => ({ part, descending: inside(key, "options")?.["asc"] === false }) })));
}

/** ORDER BY 2, ORDER BY alias, or an expression. */
function meant(node: unknown, outputs: readonly Output[], scope: ReadScope): readonly Target[] {
  const value = valueIn(node);
  if (value?.number === true) return outputs[Number(value.text) - 1]?.targets ?? [];
  const names = namesOf(node);
  const own = names?.length === 1 ? outputs.find(({ name }) => name === foldName(names[0] ?? "")) : undefined;
  return own !== undefined && own.targets.length > 0 ? own.targets : targetsOf(node, scope);
}
