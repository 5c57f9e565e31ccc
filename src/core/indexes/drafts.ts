import type { Catalog } from "../catalog/catalog.ts";
import { qualified } from "../catalog/objects.ts";
import type { IndexAbilities } from "./abilities.ts";
import { branchDrafts } from "./candidates/branches.ts";
import type { WeightedQuery } from "./bench.ts";
import { candidatesFor } from "./candidates/candidates.ts";
import type { Candidate } from "./choose/candidate.ts";
import { draftKey, type IndexDraft } from "./indexDraft.ts";
import { type Indexed, servedBy } from "./known.ts";
import type { QueryUse, TableUse } from "./queryUse.ts";
import type { TableStatistics } from "./statistics.ts";
import { rowsToFollow } from "./writeCost.ts";

/** A statement with what it asks of its tables. */
export interface ReadQuery {
  readonly query: WeightedQuery;
  readonly use: QueryUse;
}

/** A table that is read in a handful of blocks is read whole, whatever indexes it has. */
const smallBytes = 64 * 1024;

export interface Drafted {
  /** With the rank of each among those of its query: the most specific first. */
  readonly candidates: readonly (Candidate & { readonly rank: number })[];
  /** Those that are only of use together: one for each branch of an OR that no index serves yet, as keys of drafts. */
  readonly groups: readonly (readonly string[])[];
  /** Tables that are too small for an index to matter, "schema.table". */
  readonly small: readonly string[];
  /** Left out because an index that is there does the same: by its name. */
  readonly existing: readonly { readonly draft: IndexDraft; readonly by: string }[];
}

/** Every index that could serve one of the queries, and is not there. */
export function draftIndexes(read: readonly ReadQuery[], catalog: Catalog, statistics: readonly TableStatistics[], abilities: IndexAbilities): Drafted {
  const found = new Map<string, { draft: IndexDraft; serves: Set<string>; rank: number }>();
  const existing = new Map<string, { draft: IndexDraft; by: string }>();
  const small = new Set<string>();
  const groups: (readonly string[])[] = [];
  for (const { query, use } of read) {
    for (const table of use.tables) {
      const known = statistics.find((one) => one.schema === table.schema && one.table === table.table);
      if (known !== undefined && known.bytes < smallBytes) small.add(qualified({ schema: table.schema, name: table.table }));
      else {
        candidatesFor(table, known, abilities).forEach((draft, rank) => add(draft, query, rank, table));
        for (const branches of branchDrafts(table, abilities)) {
          for (const draft of branches) add(draft, query, 0, table);
          groups.push(branches.map(draftKey).filter((key) => found.has(key)));
        }
      }
    }
  }
  const candidates = [...found.values()].map(({ draft, serves, rank }) => ({ draft, rank, serves: [...serves], writes: rowsToFollow(draft, read) }));
  return { candidates, groups: groups.filter((group) => group.length > 1), small: [...small], existing: [...existing.values()] };

  function add(draft: IndexDraft, query: WeightedQuery, rank: number, table: TableUse): void {
    const key = draftKey(draft);
    const there = found.get(key);
    if (there !== undefined) {
      there.rank = Math.min(there.rank, rank);
      return;
    }
    const relation: Indexed | undefined = [...catalog.tables, ...catalog.views].find(({ schema, name }) => schema === table.schema && name === table.table);
    const served = relation === undefined ? undefined : servedBy(draft, relation);
    if (served !== undefined) return void existing.set(key, { draft, by: served.name });
    // Another query may be served by what was thought of for this one.
    found.set(key, { draft, rank, serves: new Set(read.filter(({ use }) => use.tables.some((other) => mayServe(draft, other))).map(({ query: one }) => one.id).concat(query.id)) });
  }
}

/** It asks something of the column that the index begins with. */
function mayServe({ schema, table, keys, predicate }: IndexDraft, use: TableUse): boolean {
  if (use.schema !== schema || use.table !== table) return false;
  const asked = [...[...use.conditions, ...use.either.flat(2)].map(({ part }) => part), ...use.order.map(({ part }) => part), ...use.group];
  return predicate !== undefined || asked.some(({ columns }) => keys[0]?.part.columns.some((column) => columns.includes(column)) === true);
}
