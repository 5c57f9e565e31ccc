import type { KeyPart } from "../../../../core/indexes/queryUse.ts";
import { quoteName } from "../../quote.ts";

/** A column as a part of a key. */
export function columnPart(column: string): KeyPart {
  return { text: quoteName(column), columns: [column], expression: false };
}
