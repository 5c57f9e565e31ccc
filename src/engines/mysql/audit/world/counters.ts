import type { Catalog, ColumnObject } from "../../../../core/catalog/catalog.ts";
import { quoteName } from "../../quote.ts";
import type { Asking } from "./asking.ts";
import type { Counter } from "./world.ts";

const bits: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 };

/** How far AUTO_INCREMENT columns are: one statement, which the indexes of the columns answer. */
export async function readCounters(ask: Asking, catalog: Catalog): Promise<Counter[]> {
  const counted = catalog.tables.flatMap((table) => table.columns.filter(isCounted).flatMap((column) => {
    const most = mostOf(column.type);
    return most === undefined ? [] : [{ table: table.name, column: column.name, type: column.type, most }];
  }));
  if (counted.length === 0) return [];
  const sql = counted.map(({ table, column }, at) => `SELECT ${at}, CAST(MAX(${quoteName(column)}) AS CHAR) FROM ${quoteName(table)}`).join(" UNION ALL ");
  const rows = (await ask.read("AUTO_INCREMENT columns", sql, "grant SELECT on the tables")) ?? [];
  return rows.flatMap(([at = "", reached = ""]) => {
    const one = counted[Number(at)];
    return one === undefined || !/^\d+$/.test(reached) ? [] : [{ ...one, reached: BigInt(reached) }];
  });
}

function isCounted(column: ColumnObject): boolean {
  return column.identity !== undefined;
}

/** The highest number that a type holds; undefined for what is no integer. */
export function mostOf(type: string): bigint | undefined {
  const width = bits[/^[a-z]+/i.exec(type)?.[0].toLowerCase() ?? ""];
  if (width === undefined) return undefined;
  return 2n ** BigInt(/unsigned/i.test(type) ? width : width - 1) - 1n;
}
