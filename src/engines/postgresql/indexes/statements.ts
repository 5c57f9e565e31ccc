import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { IndexDraft } from "../../../core/indexes/indexDraft.ts";
import type { IndexStatements } from "../../indexes.ts";
import { quoteName, quoteObject } from "../quote.ts";

/** What makes an index and takes it away. CONCURRENTLY where the table is no partitioned one, which has no such way. */
export function indexStatements(draft: IndexDraft, name: string, catalog: Catalog): IndexStatements {
  const drop = quoteObject({ schema: draft.schema, name });
  const plain = { create: createIndex(draft, name, quoteObject({ schema: draft.schema, name: draft.table })), drop: `DROP INDEX ${drop}` };
  const partitioned = catalog.tables.some((table) => table.schema === draft.schema && table.name === draft.table && table.form === "partitioned");
  return partitioned ? plain : { ...plain, online: { create: plain.create.replace("CREATE INDEX", "CREATE INDEX CONCURRENTLY"), drop: `DROP INDEX CONCURRENTLY ${drop}`, apart: true } };
}

/** On a relation that is written as given. */
export function createIndex({ method, keys, carried, predicate }: IndexDraft, name: string, relation: string): string {
  const parts = keys.map(({ part, descending, nulls, operatorClass }) => `${part.text}${operatorClass === undefined ? "" : ` ${operatorClass}`}${descending ? " DESC" : ""}${nulls === undefined ? "" : ` NULLS ${nulls.toUpperCase()}`}`);
  const using = method === "btree" ? "" : ` USING ${method}`;
  return `CREATE INDEX ${quoteName(name)} ON ${relation}${using} (${parts.join(", ")})${carried.length === 0 ? "" : ` INCLUDE (${carried.map(quoteName).join(", ")})`}${predicate === undefined ? "" : ` WHERE ${predicate}`}`;
}
