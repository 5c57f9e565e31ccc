import { createHash } from "node:crypto";
import { canonicalJson } from "../json.ts";
import type { Catalog } from "./catalog.ts";
import { flatObjects } from "./objects.ts";

/** SHA-256 over the flattened objects, as 64 hexadecimal digits: equal for equal schemas, whatever the order, the oids or dropped columns. */
export function fingerprint(catalog: Catalog): string {
  const hash = createHash("sha256");
  for (const object of flatObjects(catalog)) hash.update(`${object.key}\0${canonicalJson(object.facts)}\0`);
  return hash.digest("hex");
}
