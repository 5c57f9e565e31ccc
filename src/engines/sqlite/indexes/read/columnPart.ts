import type { KeyPart } from "../../../../core/indexes/queryUse.ts";
import { quoteName } from "../../quote.ts";

/** A column as a part of a key. Columns are compared by their folded names and written as the table does. */
export function columnPart(column: string, spelling = column): KeyPart {
  return { text: quoteName(spelling), columns: [column], expression: false };
}
