import type { SequenceObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import type { Shown } from "./shows.ts";
import { textOrNull } from "./source.ts";
import type { TableRow } from "./tables.ts";

/** A sequence of MariaDB is a table of one row. */
export function sequenceShow({ table_name: name }: TableRow): string {
  return `SELECT start_value, increment, minimum_value, maximum_value, cache_size, cycle_option FROM ${quoteName(name ?? "")}`;
}

export function sequenceObjects(named: readonly TableRow[], shown: Shown): SequenceObject[] {
  return named.map((table) => {
    const [start, increment, minimum, maximum, cache, cycle] = (shown(sequenceShow(table)) ?? []).map((cell) => textOrNull(cell) ?? "");
    const name = table.table_name ?? "";
    const comment = table.table_comment ?? "";
    return { schema: "", name, type: "bigint", start: start ?? "", increment: increment ?? "", minimum: minimum ?? "", maximum: maximum ?? "", cache: cache ?? "", cycle: cycle === "1" || cycle === "true", ...(comment === "" ? {} : { comment }) };
  });
}
