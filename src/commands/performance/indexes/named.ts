import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Chosen } from "../../../core/indexes/choose.ts";
import { isGain } from "../../../core/indexes/choose/gain.ts";
import { indexName } from "../../../core/indexes/indexName.ts";
import type { Redundant } from "../../../core/indexes/redundant.ts";
import type { IndexAdapter, IndexStatements } from "../../../engines/indexes.ts";
import type { Design } from "./design.ts";

/** A chosen index as it will be called, with what speaks for it and against it. */
export interface NamedIndex {
  readonly chosen: Chosen;
  readonly name: string;
  readonly statements: IndexStatements;
  /** Queries whose plan uses it and that cost less with the set. */
  readonly helps: readonly { readonly query: string; readonly before: number; readonly after: number }[];
  readonly replaces: readonly Redundant[];
}

/** Gives each chosen index the name that it will have. */
export function namedIndexes({ choice, redundant, bench }: Design, adapter: IndexAdapter, catalog: Catalog, taken: Set<string>): readonly NamedIndex[] {
  return choice.chosen.map((chosen) => {
    const { draft } = chosen.candidate;
    const name = indexName(draft, taken);
    const helps = choice.queries.flatMap(({ id }) => {
      const before = choice.before.get(id);
      const after = choice.after.get(id);
      return before === undefined || after === undefined || !after.used.includes(chosen.name) || !isGain(before.cost, after.cost, bench) ? [] : [{ query: id, before: before.cost, after: after.cost }];
    });
    return { chosen, name, statements: adapter.statements(draft, name, catalog), helps, replaces: redundant.filter(({ by }) => by === draft) };
  });
}
