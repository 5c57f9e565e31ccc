import type { KeyPart } from "../../../../core/indexes/queryUse.ts";

/** A field, by its dotted path, as a part of a key. */
export function fieldPart(path: string): KeyPart {
  return { text: path, columns: [path], expression: false };
}
