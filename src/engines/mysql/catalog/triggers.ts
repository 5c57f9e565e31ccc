import type { TriggerObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { bodyOf, bodyShow } from "./bodies.ts";
import type { ToldProgram } from "./bodies.ts";
import { definerOf } from "./definer.ts";
import type { Shown } from "./shows.ts";
import { groupedBy, isOwn, read } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";

const names = ["trigger_name", "event_object_table", "event_manipulation", "action_timing", "action_order", "action_statement", "definer", "sql_mode"] as const;

export type TriggerRow = Row<(typeof names)[number]>;

export async function readTriggers(source: CatalogSource): Promise<TriggerRow[]> {
  return (await read(source, "TRIGGERS", "TRIGGER_SCHEMA", names)).filter((row) => !isOwn(row.trigger_name ?? "") && !isOwn(row.event_object_table ?? ""));
}

export function triggerShows(rows: readonly TriggerRow[]): string[] {
  return rows.flatMap((row) => bodyShow(programOf(row)));
}

function programOf(row: TriggerRow): ToldProgram {
  return { kind: "TRIGGER", name: row.trigger_name ?? "", body: row.action_statement, sqlMode: row.sql_mode ?? "" };
}

/** The triggers of all tables in the order in which they fire; each after the first of its moment names the one it follows. */
export function triggerObjects(source: CatalogSource, rows: readonly TriggerRow[], shown: Shown): Map<string, TriggerObject[]> {
  const found: { readonly table: string; readonly trigger: TriggerObject }[] = [];
  const moments = groupedBy([...rows].sort((a, b) => Number(a.action_order) - Number(b.action_order)), (row) => `${row.event_object_table}\0${row.action_timing}\0${row.event_manipulation}`);
  for (const moment of moments.values()) {
    let before: string | undefined;
    for (const row of moment) {
      const program = programOf(row);
      const { name, sqlMode } = program;
      const table = row.event_object_table ?? "";
      const body = bodyOf(source, shown, program);
      const follows = before === undefined ? "" : ` FOLLOWS ${quoteName(before)}`;
      const definition = `CREATE DEFINER=${definerOf(row.definer)} TRIGGER ${quoteName(name)} ${row.action_timing} ${row.event_manipulation} ON ${quoteName(table)} FOR EACH ROW${follows}\n${body}`;
      found.push({ table, trigger: { name, definition, enabled: "origin", sqlMode } });
      before = name;
    }
  }
  return new Map([...groupedBy(found, (item) => item.table)].map(([table, items]) => [table, items.map((item) => item.trigger)]));
}
