import { StatementError } from "../../../core/errors.ts";
import { foldName, quoteText } from "../quote.ts";
import type { SqliteLink } from "../link.ts";

/** The first line of a file of kept rows. */
export interface RowHeader {
  readonly table: string;
  /** Columns by which a row is found again; empty where nothing tells rows apart. */
  readonly key: readonly string[];
  /** The key is the hidden rowid. */
  readonly byRowid: boolean;
  /** All columns were kept, not only some. */
  readonly whole: boolean;
  /** Key first, as the values stand in each line. */
  readonly columns: readonly string[];
}

/** What a table looks like to someone who reads and writes its rows. */
export interface RowLayout {
  readonly table: string;
  /** Columns that can be written, in their order. */
  readonly columns: readonly string[];
  /** The name of the hidden rowid, null where there is none. */
  readonly rowid: string | null;
  readonly utf8: boolean;
  /** The name as the table spells it. Throws StatementError where it has no such column. */
  spelled(name: string): string;
}

/** Throws StatementError("undefinedObject") where there is no such table. */
export async function readLayout(session: SqliteLink, table: string, signal: AbortSignal): Promise<RowLayout> {
  const [tables = [], columns = [], encoding = []] = await session.query(
    [
      `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND lower(name) = lower(${quoteText(table)})`,
      `SELECT name, hidden, pk, type FROM pragma_table_xinfo(${quoteText(table)}) ORDER BY cid`,
      "PRAGMA encoding",
    ],
    signal,
  );
  const [name, withoutRowid] = tables[0] ?? [];
  if (name === undefined) throw new StatementError("undefinedObject", "SQLITE_ERROR", `There is no table ${table}.`);
  const writable = columns.filter(([, hidden]) => hidden === 0n).map(([column]) => String(column));
  const folded = new Set(columns.map(([column]) => foldName(String(column))));
  return {
    table: String(name),
    columns: writable,
    rowid: withoutRowid === 1n ? null : (["rowid", "_rowid_", "oid"].find((word) => !folded.has(word)) ?? null),
    utf8: String(encoding[0]?.[0]) === "UTF-8",
    spelled: (wanted) => {
      const found = columns.find(([column]) => foldName(String(column)) === foldName(wanted));
      if (found === undefined) throw new StatementError("undefinedObject", "SQLITE_ERROR", `${table} has no column ${wanted}.`);
      return String(found[0]);
    },
  };
}
