import type { Catalog } from "../catalog/catalog.ts";
import type { IndexDraft } from "./indexDraft.ts";

const longest = 60;

/** "orders_customer_id_created_at_idx": says what it is, is short enough for every engine and is nobody else's. Notes it in `taken`. */
export function indexName(draft: IndexDraft, taken: Set<string>): string {
  const parts = draft.keys.map(({ part }) => (part.expression ? (/^\W*(\w+)\W*\(/.exec(part.text)?.[1] ?? "expr") + part.columns.map((column) => `_${column}`).join("") : (part.columns[0] ?? part.text)));
  const words = [draft.table, ...parts, ...(draft.predicate === undefined ? [] : ["some"]), "idx"].map((word) => word.replace(/[^\p{L}\p{N}_]+/gu, "_"));
  const base = bounded(words.join("_"));
  for (let count = 0; ; count += 1) {
    const name = count === 0 ? base : `${base}${count}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** Names of relations and indexes, which must not be taken twice. */
export function takenNames(catalog: Catalog): Set<string> {
  return new Set([...catalog.tables, ...catalog.views].flatMap(({ name, indexes }) => [name, ...indexes.map((index) => index.name)]).map((name) => name.toLowerCase()));
}

/** Cut by bytes, at a whole character, with the ending kept. */
function bounded(name: string): string {
  if (Buffer.byteLength(name) <= longest) return name;
  const kept: string[] = [];
  let bytes = "_idx".length;
  for (const sign of name) {
    bytes += Buffer.byteLength(sign);
    if (bytes > longest) break;
    kept.push(sign);
  }
  return `${kept.join("").replace(/_+$/, "")}_idx`;
}
