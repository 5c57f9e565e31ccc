import type { IndexAbilities } from "../abilities.ts";
import type { IndexDraft } from "../indexDraft.ts";
import type { Condition, TableUse } from "../queryUse.ts";

const searchable = new Set<Condition["kind"]>(["equal", "null", "in", "range", "prefix", "join"]);

/** For each OR one index for each of its branches: an engine that unites what several find needs them all, and none of them helps alone. */
export function branchDrafts({ schema, table, either }: TableUse, abilities: IndexAbilities): readonly (readonly IndexDraft[])[] {
  return either.flatMap((branches) => {
    const drafts = branches.map((conditions): IndexDraft | undefined => {
      const condition = conditions.find(({ kind, part }) => searchable.has(kind) && (abilities.expressions || !part.expression));
      return condition === undefined ? undefined : { schema, table, method: abilities.ordered, keys: [{ part: condition.part, descending: false, ...(condition.operatorClass === undefined ? {} : { operatorClass: condition.operatorClass }) }], carried: [] };
    });
    return drafts.every((draft) => draft !== undefined) ? [drafts] : [];
  });
}
