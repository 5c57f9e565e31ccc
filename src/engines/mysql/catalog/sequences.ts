import type { SequenceObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { literal, textOrNull } from "./source.ts";
import type { CatalogSource } from "./source.ts";

/** MariaDB's sequences; each is a table of one row, and one query reads them all. */
export async function readSequences(source: CatalogSource, named: readonly { readonly name: string; readonly comment: string }[]): Promise<SequenceObject[]> {
  if (named.length === 0) return [];
  const comments = new Map(named.map(({ name, comment }) => [name, comment]));
  const selects = named.map(({ name }) => `SELECT ${literal(name)}, start_value, increment, minimum_value, maximum_value, cache_size, cycle_option FROM ${quoteName(name)}`);
  const rows = await source.query(selects.join(" UNION ALL "));
  return rows.map((row) => {
    const [name = "", start, increment, minimum, maximum, cache, cycle] = row.map((cell) => textOrNull(cell) ?? "");
    const comment = comments.get(name) ?? "";
    return { schema: "", name, type: "bigint", start: start ?? "", increment: increment ?? "", minimum: minimum ?? "", maximum: maximum ?? "", cache: cache ?? "", cycle: cycle === "1" || cycle === "true", ...(comment === "" ? {} : { comment }) };
  });
}
