import type { Attempt } from "../../../core/access/attempt.ts";
import type { ViewObject } from "../../../core/catalog/catalog.ts";
import { quoteObject } from "../quote.ts";
import { CannotSeed } from "./cannotSeed.ts";
import { marksOf } from "./marks.ts";
import { keyOf } from "./relations.ts";
import type { Probe, Room } from "./room.ts";
import { viewColumns } from "./viewColumns.ts";
import { findingColumns, rowThrough, type Shown } from "./viewRow.ts";
import { viewWriteProbe } from "./viewWrite.ts";

/** What somebody runs on a view: the row lies in a table behind it and is looked for, or written, through it. Throws CannotSeed. */
export async function viewProbe(room: Room, view: ViewObject, attempt: Attempt): Promise<Probe> {
  const behind = room.relations.tablesBehind(view);
  const all: Shown[] = [];
  for (const table of behind) all.push({ view, table, columns: await viewColumns(room.relations, view, table) });
  const shown = all.find((one) => marksOf(room.relations.catalog, one.table).length > 0 && findingColumns(room, one).length > 0) ?? all.find((one) => findingColumns(room, one).length > 0) ?? all[0];
  if (shown === undefined) {
    if (attempt.operation === "select") return { attempt, sql: `SELECT * FROM ${quoteObject(view)} LIMIT 1`, needsRow: true, rows: [], note: "The view reads no table of this catalog; any of its rows was looked for." };
    throw new CannotSeed(`${keyOf(view)} reads no table whose row could be tried`);
  }
  if (attempt.operation !== "select") return await viewWriteProbe(room, shown, attempt);
  const row = await room.seeder.row(shown.table, attempt.identity, attempt.row);
  const where = rowThrough(room, shown, row);
  const before = view.form === "materializedView" ? [`REFRESH MATERIALIZED VIEW ${quoteObject(view)}`] : [];
  if (before.length > 0 && behind.some(({ estimatedRows }) => (estimatedRows ?? 0) > 10_000)) throw new CannotSeed(`${keyOf(view)} is not refreshed for a test: what it reads is too much`);
  const note = where === undefined ? "The view shows no key of the tables behind it; any of its rows was looked for." : undefined;
  const sql = `SELECT * FROM ${quoteObject(view)}${where === undefined ? " LIMIT 1" : ` WHERE ${where}`}`;
  return { attempt, before, needsRow: true, sql, seen: sql, rows: [{ table: shown.table, side: "using", values: row.values }], ...(note === undefined ? {} : { note }) };
}
