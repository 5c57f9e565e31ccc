import type { ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import type { Draft } from "./draft.ts";
import { foldName, plainName, quoteText } from "../quote.ts";
import { renderTable } from "../render.ts";
import { tableKeys } from "./compare.ts";

/** Makes the new table beside the old one, copies what both have, and lets it take the old one's place. Its indexes and triggers go with the old one. */
export function rebuild(before: TableObject, after: TableObject): Draft[] {
  const temporary = `data_engineer_new_${after.name}`;
  const columns = copiedColumns(before, after);
  const lost = before.columns.filter((column) => column.generated === undefined && !after.columns.some((other) => foldName(other.name) === foldName(column.name)));
  return [
    { sql: renderTable(after, temporary), objects: [] },
    ...(columns.length === 0 ? [] : [{ sql: `INSERT INTO ${plainName(temporary)} (${columns.map(({ to }) => to).join(", ")}) SELECT ${columns.map(({ from }) => from).join(", ")} FROM ${plainName(before.name)}`, objects: [] }]),
    ...keptSequence(before, after, temporary),
    { sql: `DROP TABLE ${plainName(before.name)}`, objects: [], destroys: lost.length > 0 },
    { sql: `ALTER TABLE ${plainName(temporary)} RENAME TO ${plainName(after.name)}`, objects: tableKeys(after) },
  ];
}

/**
 * The table without what its new columns could not meet before their rows are loaded; null where nothing stands in the way.
 * A second rebuild brings it back.
 */
export function relaxed(before: TableObject, after: TableObject): TableObject | null {
  const fresh = new Set(after.columns.filter((column) => column.generated === undefined && !before.columns.some((other) => foldName(other.name) === foldName(column.name))).map((column) => column.name));
  const isFresh = (name: string): boolean => fresh.has(name);
  const inTheWay = after.constraints.filter((constraint) => constraint.form !== "foreignKey" && constraint.columns.some(isFresh) && !isRowidAlias(after, constraint.columns));
  const demanding = after.columns.some((column) => isFresh(column.name) && column.notNull && (column.default === undefined || column.default === "NULL"));
  if (!demanding && inTheWay.length === 0) return null;
  const { withoutRowid: _withoutRowid, ...options } = after.options;
  const keyLess = inTheWay.some((constraint) => constraint.form === "primaryKey");
  return {
    ...after,
    columns: after.columns.map((column) => (isFresh(column.name) ? { ...column, notNull: false } : column)),
    constraints: after.constraints.filter((constraint) => !inTheWay.includes(constraint)),
    options: keyLess ? options : after.options,
  };
}

interface CopiedColumn {
  readonly from: string;
  readonly to: string;
}

/** Columns that both have and that can be written; a hidden rowid keeps its value too. */
function copiedColumns(before: TableObject, after: TableObject): CopiedColumn[] {
  const common = after.columns.flatMap((column): CopiedColumn[] => {
    const old = before.columns.find((other) => foldName(other.name) === foldName(column.name));
    return column.generated !== undefined || old === undefined ? [] : [{ from: plainName(old.name), to: plainName(column.name) }];
  });
  const [from, to] = [hiddenRowid(before), hiddenRowid(after)];
  return from === null || to === null ? common : [{ from, to }, ...common];
}

/** The name under which the rowid can be read and written, null where there is none or a column already is it. */
function hiddenRowid(table: TableObject): string | null {
  if (table.options["withoutRowid"] !== undefined) return null;
  const key = table.constraints.find((constraint) => constraint.form === "primaryKey");
  if (key !== undefined && isRowidAlias(table, key.columns)) return null;
  const names = new Set(table.columns.map((column: ColumnObject) => foldName(column.name)));
  return ["rowid", "_rowid_", "oid"].find((name) => !names.has(name)) ?? null;
}

function isRowidAlias(table: TableObject, columns: readonly string[]): boolean {
  const key = table.constraints.find((constraint) => constraint.form === "primaryKey");
  const [only] = columns;
  if (columns.length !== 1 || only === undefined || key === undefined || key.columns.length !== 1 || key.columns[0] !== only) return false;
  const type = table.columns.find((column) => column.name === only)?.type;
  return type === "INTEGER" && table.options["withoutRowid"] === undefined && !key.definition.startsWith("PRIMARY KEY DESC");
}

/** AUTOINCREMENT never gives a number twice: the counter moves to the new table, also where its last rows are gone. */
function keptSequence(before: TableObject, after: TableObject, temporary: string): Draft[] {
  const counts = (table: TableObject): boolean => table.constraints.some((constraint) => constraint.definition.includes("AUTOINCREMENT"));
  if (!counts(before) || !counts(after)) return [];
  return [
    { sql: `DELETE FROM sqlite_sequence WHERE name = ${quoteText(temporary)}`, objects: [] },
    { sql: `INSERT INTO sqlite_sequence (name, seq) SELECT ${quoteText(temporary)}, seq FROM sqlite_sequence WHERE name = ${quoteText(before.name)}`, objects: [] },
  ];
}
