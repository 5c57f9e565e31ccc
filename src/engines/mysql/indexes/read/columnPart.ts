import type { KeyPart } from "../../../../core/indexes/queryUse.ts";
import { quoteName } from "../../quote.ts";

/** Characters of a long text that an index holds: enough to tell values apart, and within the 3072 bytes of a key at four bytes each. */
const prefix = 191;

/** A column as a part of a key; of a text or blob only its beginning can be one. */
export function columnPart(name: string, type = ""): KeyPart {
  const long = /^(?:tiny|medium|long)?(?:text|blob)\b/i.test(type);
  return { text: `${quoteName(name)}${long ? `(${prefix})` : ""}`, columns: [name], expression: false };
}
