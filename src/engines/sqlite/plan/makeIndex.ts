import { plainName } from "../quote.ts";
import { newIndex } from "../newIndex.ts";
import type { Term } from "./term.ts";

/** CREATE INDEX for what is compared for equality, then one range; undefined where no column is compared as it is. */
export function indexFor(table: string, terms: readonly Term[]): string | undefined {
  const usable = terms.filter((term) => term.wrapped === undefined && !term.negated && term.collation === undefined);
  const equal = usable.filter((term) => term.compare === "equal" || term.compare === "in").map((term) => term.column);
  const range = usable.filter((term) => term.compare === "range").map((term) => term.column).slice(0, 1);
  return createIndex(table, [...equal, ...range]);
}

export function createIndex(table: string, columns: readonly string[]): string | undefined {
  const distinct = [...new Set(columns)].filter((column) => !["rowid", "oid", "_rowid_"].includes(column));
  return distinct.length === 0 ? undefined : `${newIndex({ schema: "", name: table }, `${table}_${distinct.join("_")}_idx`, distinct).definition};`;
}

/** "orders (customer_id, status)". */
export function columnsOf(table: string, columns: readonly string[]): string {
  return `${plainName(table)} (${columns.map(plainName).join(", ")})`;
}
