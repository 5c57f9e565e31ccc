import type { KeyPart } from "./queryUse.ts";

/** An index that does not exist yet. */
export interface IndexDraft {
  readonly schema: string;
  readonly table: string;
  /** "btree", "gin", or what the engine calls its ordinary kind. */
  readonly method: string;
  readonly keys: readonly DraftKey[];
  /** Columns that are carried along and not searched. */
  readonly carried: readonly string[];
  /** In the engine's own words; it holds the rows alone for which this is true. */
  readonly predicate?: string;
}

export interface DraftKey {
  readonly part: KeyPart;
  readonly descending: boolean;
  readonly nulls?: "first" | "last";
  readonly operatorClass?: string;
}

/** The same for the same index: for telling drafts apart. */
export function draftKey(draft: IndexDraft): string {
  return JSON.stringify([draft.schema, draft.table, draft.method, draft.keys.map(keyText), [...draft.carried].sort(), draft.predicate ?? null]);
}

/** "(customer_id, created_at DESC) INCLUDE (total) WHERE status = 'open'", for people. */
export function draftText({ method, keys, carried, predicate }: IndexDraft): string {
  const head = method === "btree" ? "" : `${method} `;
  return `${head}(${keys.map((key) => keyText({ ...key, part: { ...key.part, text: key.part.text.replace(/^\((.*)\)$/s, "$1") } })).join(", ")})${carried.length === 0 ? "" : ` INCLUDE (${carried.join(", ")})`}${predicate === undefined ? "" : ` WHERE ${predicate}`}`.replace(/["`]/g, "");
}

/** All columns that it reads, so that a change of another one leaves it alone. */
export function columnsOf({ keys, carried }: IndexDraft): readonly string[] {
  return [...new Set([...keys.flatMap(({ part }) => part.columns), ...carried])];
}

function keyText({ part, descending, nulls, operatorClass }: DraftKey): string {
  return [part.text, ...(operatorClass === undefined ? [] : [operatorClass]), ...(descending ? ["DESC"] : []), ...(nulls === undefined ? [] : [`NULLS ${nulls.toUpperCase()}`])].join(" ");
}
