import type { TableObject } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { quoteName } from "../quote.ts";
import { renderTable } from "../render/table.ts";
import { commonColumns, same, tableKeys } from "./compare.ts";
import type { Draft } from "./draft.ts";

/** True where ALTER TABLE does not lead from one to the other: periods, and the columns that hold a row's time. */
export function needsRebuild(before: TableObject, after: TableObject): boolean {
  const rows = (table: TableObject): object => table.columns.filter((column) => (column.attributes ?? []).some((word) => word.startsWith("GENERATED ALWAYS AS ROW")));
  const bySystemTime = (table: TableObject): string => (table.partitionKey?.startsWith("SYSTEM_TIME") === true ? table.partitionKey : "");
  return before.options["periods"] !== after.options["periods"] || !same(rows(before), rows(after)) || bySystemTime(before) !== bySystemTime(after);
}

/** Makes the new table beside the old one, copies what both have, and lets it take the old one's place. Past versions of rows are not carried over. */
export function rebuild(before: TableObject, after: TableObject, flavour: Flavour): Draft[] {
  const temporary = `data_engineer_new_${after.name}`.slice(0, 64);
  const copied = commonColumns(before, after).filter((pair) => [pair.before, pair.after].every((column) => column.generated === undefined && !(column.attributes ?? []).some((word) => word.startsWith("GENERATED ALWAYS"))));
  const [into, out] = [copied.map((pair) => quoteName(pair.after.name)).join(", "), copied.map((pair) => quoteName(pair.before.name)).join(", ")];
  return [
    { phase: "structure", sql: renderTable(after, flavour, { foreignKeys: false, name: temporary }), objects: [] },
    ...(copied.length === 0 ? [] : [{ phase: "structure" as const, sql: `INSERT INTO ${quoteName(temporary)} (${into}) SELECT ${out} FROM ${quoteName(before.name)}`, objects: [] }]),
    { phase: "structure", sql: `DROP TABLE ${quoteName(before.name)}`, objects: [], destroys: true },
    { phase: "structure", sql: `RENAME TABLE ${quoteName(temporary)} TO ${quoteName(after.name)}`, objects: tableKeys(after) },
  ];
}
