import { indexShape } from "../audit/integrity/indexShape.ts";
import type { IndexObject, TableObject } from "../catalog/catalog.ts";
import type { DraftKey, IndexDraft } from "./indexDraft.ts";

/** What has indexes; views have no constraints. */
export type Indexed = Pick<TableObject, "indexes"> & Partial<Pick<TableObject, "constraints">>;

/** An index of the table that already does what the draft would, or a key whose index does: the same, or one that begins with it. Undefined where there is none. */
export function servedBy(draft: IndexDraft, table: Indexed): { readonly name: string } | undefined {
  const wanted = draft.keys.map(normalKey);
  const reversed = draft.keys.map((key) => normalKey(turned(key)));
  return table.indexes.find(serves) ?? table.constraints?.find((constraint) => {
    if ((constraint.form !== "primaryKey" && constraint.form !== "unique") || draft.method !== "btree" || draft.predicate !== undefined) return false;
    const keys = constraint.columns.map(normal);
    return (begins(keys, wanted) || begins(keys, reversed)) && draft.carried.every((column) => keys.includes(normal(column)));
  });

  function serves(index: IndexObject): boolean {
    if (!index.valid || index.method !== draft.method || normalText(index.predicate ?? "") !== normalText(draft.predicate ?? "")) return false;
    const shape = indexShape(index);
    const keys = shape.keys.map(normal);
    const has = (column: string): boolean => [...shape.carried, ...shape.keys].map(normal).includes(normal(column));
    return (begins(keys, wanted) || begins(keys, reversed)) && draft.carried.every(has);
  }
}

/** True where every query that `index` serves is served by the draft too: its keys are the first of the draft's, over the same rows. */
export function replacedBy(index: IndexObject, draft: IndexDraft): boolean {
  if (index.method !== draft.method || normalText(index.predicate ?? "") !== normalText(draft.predicate ?? "")) return false;
  const shape = indexShape(index);
  const keys = shape.keys.map(normal);
  if (keys.length === 0) return false;
  const held = [...draft.keys.map(({ part }) => normal(part.text)), ...draft.carried.map(normal)];
  return (begins(draft.keys.map(normalKey), keys) || begins(draft.keys.map((key) => normalKey(turned(key))), keys)) && shape.carried.every((column) => held.includes(normal(column)));
}

function begins(longer: readonly string[], shorter: readonly string[]): boolean {
  return shorter.length <= longer.length && shorter.every((key, at) => key === longer[at]);
}

/** The same index read backwards. */
function turned(key: DraftKey): DraftKey {
  const { nulls, ...rest } = key;
  return { ...rest, descending: !key.descending, ...(nulls === undefined ? {} : { nulls: nulls === "first" ? "last" : "first" }) };
}

function normalKey({ part, descending, nulls, operatorClass }: DraftKey): string {
  const order = descending ? (nulls === "last" ? " desc nulls last" : " desc") : nulls === "first" ? " nulls first" : "";
  return `${normal(part.text)}${operatorClass === undefined ? "" : ` ${operatorClass}`}${order}`;
}

/** However it is quoted and put in parentheses; MongoDB writes the order behind a colon. */
function normal(text: string): string {
  return normalText(text).replace(/: 1$/, "").replace(/: -1$/, " desc").replace(/ asc\b/, "").replace(/ desc nulls first$/, " desc");
}

function normalText(text: string): string {
  let bare = text.replace(/["`]/g, "").replace(/::(?:text|character varying|bpchar)\b/gi, "").replace(/\s+/g, " ").trim().toLowerCase();
  while (/^\([^()]*(?:\([^()]*\)[^()]*)*\)$/.test(bare)) bare = bare.slice(1, -1).trim();
  return bare.replace(/\((\w+)\)/g, (whole, word: string, at: number) => (/\w/.test(bare.charAt(at - 1)) ? whole : word));
}
