import { qualified } from "../catalog/objects.ts";
import type { RestorableConnection } from "./connection.ts";
import type { RestorePlan } from "./restorePlan.ts";

export interface FiringTriggers {
  /** The table whose rows come back. */
  readonly table: string;
  readonly triggers: readonly string[];
}

/** Triggers that fire on rows that come back: those of the table that stay where they are while it is filled. */
export function firingTriggers({ migrations }: Pick<RestorableConnection, "migrations">, { live, hops }: RestorePlan): FiringTriggers[] {
  if (migrations.firesOnLoad === undefined) return [];
  const found = new Map<string, Set<string>>();
  let from = live;
  for (const { snapshot, steps, loads } of hops) {
    const gone = new Set(steps.filter((step) => step.phase === "structure").flatMap((step) => step.objects));
    for (const { kept, how } of loads) {
      const name = qualified({ schema: kept.schema, name: kept.table });
      const table = from.tables.find((one) => one.schema === kept.schema && one.name === kept.table);
      for (const trigger of table?.triggers ?? []) {
        if (gone.has(`trigger ${name}.${trigger.name}`) || !migrations.firesOnLoad(trigger, how)) continue;
        found.set(name, (found.get(name) ?? new Set()).add(trigger.name));
      }
    }
    from = snapshot.catalog;
  }
  return [...found].map(([table, triggers]) => ({ table, triggers: [...triggers] }));
}
