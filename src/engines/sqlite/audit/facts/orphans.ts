import type { Catalog } from "../../../../core/catalog/catalog.ts";
import { StatementError } from "../../../../core/errors.ts";
import type { Cell, Session } from "../../../engine.ts";
import { foldName, quoteText } from "../../quote.ts";

/** Rows whose parent does not exist, of one foreign key. */
export interface Orphans {
  readonly table: string;
  readonly columns: readonly string[];
  readonly parent: string;
  /** At most `mostOrphans` of all tables were counted. */
  readonly count: number;
  readonly atLeast: boolean;
  /** Row ids of a few; empty of tables WITHOUT ROWID. */
  readonly examples: readonly string[];
}

export const mostOrphans = 10_000;

/** Orphans by foreign key. Keys that cannot be checked (no unique target) are a finding of their own and left out. */
export async function readOrphans(session: Session, catalog: Catalog, signal: AbortSignal): Promise<Orphans[]> {
  const owners = catalog.tables.filter((table) => table.constraints.some(({ form }) => form === "foreignKey")).map(({ name }) => name);
  if (owners.length === 0) return [];
  const rows = (await check(session, "", signal)) ?? (await Promise.all(owners.map(async (name) => (await check(session, `(${quoteText(name)})`, signal)) ?? []))).flat();
  const groups = new Map<string, { readonly table: string; readonly parent: string; readonly columns: readonly string[]; rowids: string[]; count: number }>();
  for (const [table, rowid, parent, columns] of rows) {
    const key = JSON.stringify([table, parent, columns]);
    const group = groups.get(key) ?? { table: nameOf(catalog, String(table)), parent: String(parent), columns: String(columns).split("\n"), rowids: [], count: 0 };
    group.count += 1;
    if (rowid !== null && group.rowids.length < 5) group.rowids.push(String(rowid));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rowids, ...group }) => ({ ...group, atLeast: rows.length >= mostOrphans, examples: rowids }));
}

/** Null where one foreign key has no fitting target, which ends the check of all. */
async function check(session: Session, argument: string, signal: AbortSignal): Promise<readonly (readonly Cell[])[] | null> {
  try {
    const { rows } = await session.run(
      `SELECT c."table", c.rowid, c.parent, (SELECT group_concat(f."from", char(10)) FROM pragma_foreign_key_list(c."table") f WHERE f.id = c.fkid) FROM pragma_foreign_key_check${argument} c LIMIT ${mostOrphans}`,
      { signal },
    );
    return rows;
  } catch (error) {
    if (error instanceof StatementError && /foreign key mismatch/.test(error.message)) return null;
    throw error;
  }
}

function nameOf(catalog: Catalog, name: string): string {
  return catalog.tables.find((table) => foldName(table.name) === foldName(name))?.name ?? name;
}
