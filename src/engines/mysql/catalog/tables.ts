import type { ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import { columnObject, hasBinaryDefault } from "./columns.ts";
import type { ColumnRow } from "./columns.ts";
import { tableIndexes } from "./indexes.ts";
import type { IndexRow } from "./indexes.ts";
import { createOptions } from "./options.ts";
import { showCreate } from "./shows.ts";
import type { Shown } from "./shows.ts";
import { isOwn, read, textOrNull } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import { shownTable } from "./shown.ts";
import type { ShownTable } from "./shown.ts";

const names = ["table_name", "table_type", "engine", "table_rows", "table_collation", "create_options", "table_comment"] as const;

export type TableRow = Row<(typeof names)[number]>;

/** Tables, system-versioned tables, sequences; views are left out. */
export async function readTables(source: CatalogSource): Promise<TableRow[]> {
  const rows = await read(source, "TABLES", "TABLE_SCHEMA", names);
  return rows.filter((row) => !isOwn(row.table_name ?? "") && !/VIEW$/.test(row.table_type ?? ""));
}

export interface TableParts {
  readonly columns: readonly ColumnRow[];
  readonly indexes: readonly IndexRow[];
  readonly foreignKeys: readonly ConstraintObject[];
  readonly checks: readonly ConstraintObject[];
}

/** What must be asked for a table that information_schema does not tell whole. */
export function tableShow(source: CatalogSource, row: TableRow, parts: TableParts): string[] {
  return isUntold(source, row, parts) ? [showCreate("TABLE", row.table_name ?? "")] : [];
}

/** A table out of its rows, and out of what was asked for it. */
export function tableObject(source: CatalogSource, row: TableRow, parts: TableParts & Pick<TableObject, "triggers">, answers: Shown): TableObject {
  const name = row.table_name ?? "";
  const engine = row.engine ?? "";
  const shown = tableShow(source, row, parts).map((statement) => shownTable(source, textOrNull(answers(statement)?.[1]) ?? ""))[0];
  const { primary, indexes } = tableIndexes(source, name, engine, parts.indexes, shown);
  const periods = new Set((shown?.periods ?? []).map((period) => period.name));
  const checks = parts.checks.filter((check) => check.unnamed === true || !periods.has(check.name));
  // The server puts the end of a row's time into its keys; a person cannot write it.
  const times = new Set(parts.columns.filter((column) => isRowTime(column)).map((column) => column.column_name));
  const isPlain = (column: string): boolean => !times.has(column);
  return {
    schema: "",
    name,
    form: shown?.partitions === undefined ? "table" : "partitioned",
    persistence: "permanent",
    columns: parts.columns.map((column) => columnObject(source, column, shown)),
    constraints: [...primary.map((key) => ({ ...key, columns: key.columns.filter(isPlain) })), ...checks, ...parts.foreignKeys],
    indexes: indexes.map((index) => ({ ...index, columns: index.columns.filter(isPlain) })),
    triggers: parts.triggers,
    policies: [],
    rowSecurity: { enabled: false, forced: false },
    ...(shown?.partitions === undefined ? {} : { partitionKey: shown.partitions }),
    inherits: [],
    options: options(row, shown),
    ...(row.table_comment === null || row.table_comment === "" ? {} : { comment: row.table_comment }),
    ...(row.table_rows === null ? {} : { estimatedRows: Number(row.table_rows) }),
  };
}

function options(row: TableRow, shown: ShownTable | undefined): Record<string, string> {
  const periods = (shown?.periods ?? []).map((period) => period.definition).sort();
  return {
    ...createOptions(row.create_options ?? ""),
    ...Object.fromEntries((shown?.options ?? []).map(({ name, value }) => [name, value])),
    ...(row.engine === null ? {} : { engine: row.engine }),
    ...(row.table_collation === null ? {} : { collate: row.table_collation }),
    ...(row.table_type === "SYSTEM VERSIONED" ? { systemVersioning: "yes" } : {}),
    ...(periods.length === 0 ? {} : { periods: periods.join(", ") }),
  };
}

/** Partitions with all their options, parsers of indexes, binary defaults, periods and the options of rare engines stand in SHOW CREATE TABLE alone. */
function isUntold(source: CatalogSource, row: TableRow, parts: TableParts): boolean {
  return (
    /\bpartitioned\b/.test(row.create_options ?? "") ||
    /^(MRG_MYISAM|FEDERATED|CONNECT|SPIDER)$/i.test(row.engine ?? "") ||
    parts.indexes.some((part) => part.index_type === "FULLTEXT") ||
    parts.columns.some((column) => hasBinaryDefault(source, column) || isRowTime(column)) ||
    // An application-time period shows as a CHECK that its start lies before its end.
    (source.flavour === "mariadb" && parts.checks.some((check) => /^CHECK \(`(?:[^`]|``)+` < `(?:[^`]|``)+`\)$/.test(check.definition)))
  );
}

function isRowTime(column: ColumnRow): boolean {
  return /^ROW (START|END)$/.test(column.generation_expression ?? "");
}
