import type { Condition } from "../queryUse.ts";
import type { MentionedTable } from "./mentionedTable.ts";

/** The part of a reader's sink that takes conditions. */
export interface ConditionSink {
  add(table: MentionedTable, condition: Condition): void;
  either(table: MentionedTable, branches: Condition[][]): void;
}

/** Reads each branch of an OR by itself: only a table of which every branch says something can be found by its branches. */
export function readBranches<Branch, Sink extends ConditionSink>(branches: readonly Branch[], sink: Sink, read: (branch: Branch, sink: Sink) => void): void {
  const found = branches.map((branch) => {
    const conditions = new Map<MentionedTable, Condition[]>();
    read(branch, { ...sink, add: (table, condition) => void conditions.set(table, [...(conditions.get(table) ?? []), condition]), either: () => undefined });
    return conditions;
  });
  for (const table of found[0]?.keys() ?? []) {
    const all = found.map((branch) => branch.get(table));
    if (all.every((conditions) => conditions !== undefined)) sink.either(table, all);
  }
}
