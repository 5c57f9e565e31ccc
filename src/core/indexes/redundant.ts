import type { Catalog, IndexObject, TableObject } from "../catalog/catalog.ts";
import type { IndexDraft } from "./indexDraft.ts";
import { replacedBy } from "./known.ts";
import type { IndexUsage, TableStatistics } from "./statistics.ts";

/** Younger counts say nothing of what runs once a month. */
const oldEnoughDays = 30;

/** An index that is there and of which little is left to do. */
export interface Redundant {
  readonly table: TableObject;
  readonly index: IndexObject;
  /** The draft that does all that it does; absent: it is not searched. */
  readonly by?: IndexDraft;
  /** In whole sentences: why, and how sure that is. */
  readonly why: string;
  readonly bytes?: number;
}

/** Those whose work a chosen index takes over, and those of the same tables that nothing has searched. Never one that a key, a constraint or uniqueness needs. */
export function redundantIndexes(catalog: Catalog, drafts: readonly IndexDraft[], statistics: readonly TableStatistics[], now: Date): readonly Redundant[] {
  const touched = catalog.tables.filter(({ schema, name }) => statistics.some((one) => one.schema === schema && one.table === name));
  return touched.flatMap((table) => {
    const known = statistics.find((one) => one.schema === table.schema && one.table === table.name);
    return table.indexes.filter((index) => index.valid && !index.unique && index.constraint === undefined && index.partOf === undefined).flatMap((index): Redundant[] => {
      const usage = known?.indexes.find(({ name }) => name === index.name);
      const by = drafts.find((draft) => draft.schema === table.schema && draft.table === table.name && replacedBy(index, draft));
      const size = usage === undefined ? {} : { bytes: usage.bytes };
      if (by !== undefined) return [{ table, index, by, why: "Its columns are the first of the new one, over the same rows, so that the new one serves whatever it serves.", ...size }];
      const why = neverSearched(table, index, usage, now);
      return why === undefined ? [] : [{ table, index, why, ...size }];
    });
  });
}

function neverSearched(table: TableObject, index: IndexObject, usage: IndexUsage | undefined, now: Date): string | undefined {
  if (usage?.scans !== 0 || usage.since === undefined || servesForeignKey(table, index)) return undefined;
  const days = Math.floor((now.getTime() - usage.since.getTime()) / 86_400_000);
  return days < oldEnoughDays ? undefined : `Nothing has searched it on this server in the ${days} days since its counts began; ask the same of every replica before it goes.`;
}

function servesForeignKey(table: TableObject, index: IndexObject): boolean {
  return table.constraints.some(({ form, columns }) => form === "foreignKey" && columns[0] === index.columns[0]);
}
