import type { KeyPart } from "./queryUse.ts";

/** What the indexes of an engine and version can be made of. */
export interface IndexAbilities {
  /** What its ordinary ordered index is called. */
  readonly ordered: string;
  /** Columns can be carried without being searched (INCLUDE). */
  readonly carries: boolean;
  /** Carrying columns at the end of the key is how an index covers a query, where it cannot carry any. */
  readonly coversByKeys: boolean;
  readonly partial: boolean;
  readonly expressions: boolean;
  readonly descending: boolean;
  /** NULLS FIRST and LAST can be chosen. */
  readonly nullsOrder: boolean;
  readonly mostKeys: number;
  /** A column as a part of a key. */
  column(name: string): KeyPart;
}
