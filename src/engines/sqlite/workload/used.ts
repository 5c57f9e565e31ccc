import type { Catalog } from "../../../core/catalog/catalog.ts";
import { counted } from "../../../core/counted.ts";
import type { Plan, PlanNode } from "../../../core/plan/plan.ts";
import { bytesText } from "../../../core/workload/amounts.ts";
import type { IndexWork, TableWork, WorkloadFact } from "../../../core/workload/workload.ts";
import { foldName } from "../quote.ts";

export interface Used {
  /** By the table's name: how often it is read whole and by an index, as often as the statements are called. */
  readonly tables: ReadonlyMap<string, Pick<TableWork, "fullScans" | "fullScanRows" | "indexScans">>;
  /** Folded names. */
  readonly indexes: ReadonlySet<string>;
}

/** What the plans of a workload read. An inner step that is run again for each row counts once: SQLite does not tell how often. */
export function usedBy(plans: readonly { readonly calls: number; readonly plan: Plan }[], tables: readonly TableWork[]): Used {
  const counts = new Map(tables.map((table) => [foldName(table.table), { table, whole: 0, byIndex: 0 }]));
  const indexes = new Set<string>();
  for (const { plan, calls } of plans) {
    for (const node of everyNode(plan.root)) {
      if (node.index !== undefined) indexes.add(foldName(node.index));
      const count = node.relation === undefined ? undefined : counts.get(foldName(node.relation.name));
      if (count === undefined) continue;
      if (node.operation === "SCAN") count.whole += calls;
      else if (node.operation === "SEARCH") count.byIndex += calls;
    }
  }
  return { indexes, tables: new Map([...counts.values()].map(({ table, whole, byIndex }) => [table.table, { fullScans: whole, fullScanRows: whole * (table.rows ?? 0), indexScans: byIndex }])) };
}

/** Indexes that no statement of the file reads and that hold nothing unique and serve no foreign key. */
export function unusedIndexes(catalog: Catalog, used: ReadonlySet<string>, sizes: readonly IndexWork[]): WorkloadFact[] {
  const unused = catalog.tables.flatMap((table) => table.indexes.filter((index) => {
    const serves = table.constraints.some((key) => key.form === "foreignKey" && key.columns[0] !== undefined && foldName(key.columns[0]) === foldName(index.columns[0] ?? ""));
    return !index.unique && index.constraint === undefined && !serves && !used.has(foldName(index.name));
  }));
  if (unused.length === 0) return [];
  const bytes = unused.reduce((sum, index) => sum + (sizes.find((size) => size.index === index.name)?.bytes ?? 0), 0);
  return [{
    name: "indexes that no statement of the file reads",
    value: `${unused.map((index) => index.name).join(", ")} (${bytesText(bytes)})`,
    concern: `${counted(unused.length, "index").replace(/indexs$/, "indexes")} cost every write and help nothing that is in the file.`,
    next: "Make sure that the file holds all that the project asks before you drop one.",
  }];
}

function everyNode(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(everyNode)];
}
