import type { IndexDraft } from "../../../core/indexes/indexDraft.ts";
import type { IndexStatements } from "../../indexes.ts";
import { quoteName } from "../quote.ts";

/** What makes it and takes it away; online by InnoDB's own way, which fails rather than lock. https://dev.mysql.com/doc/refman/en/innodb-online-ddl-operations.html */
export function indexStatements(draft: IndexDraft, name: string): IndexStatements {
  const table = quoteName(draft.table);
  return {
    create: createIndex(draft, name),
    drop: dropIndex(draft.table, name),
    online: { create: `ALTER TABLE ${table} ADD INDEX ${quoteName(name)} (${keysOf(draft)}), ALGORITHM=INPLACE, LOCK=NONE`, drop: `ALTER TABLE ${table} DROP INDEX ${quoteName(name)}, ALGORITHM=INPLACE, LOCK=NONE`, apart: false },
  };
}

export function createIndex(draft: IndexDraft, name: string): string {
  return `CREATE INDEX ${quoteName(name)} ON ${quoteName(draft.table)} (${keysOf(draft)})`;
}

export function dropIndex(table: string, name: string): string {
  return `DROP INDEX ${quoteName(name)} ON ${quoteName(table)}`;
}

function keysOf({ keys }: IndexDraft): string {
  return keys.map(({ part, descending }) => `${part.text}${descending ? " DESC" : ""}`).join(", ");
}
