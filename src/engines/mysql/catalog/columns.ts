import type { ColumnObject } from "../../../core/catalog/catalog.ts";
import { stripped, textLiteral, unescaped } from "./texts.ts";
import { groupedBy, read } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import type { ShownTable } from "./shown.ts";

const common = ["table_name", "column_name", "ordinal_position", "column_default", "is_nullable", "data_type", "column_type", "collation_name", "extra", "column_comment", "generation_expression"] as const;

export type ColumnRow = Row<(typeof common)[number] | "srs_id">;

/** The columns of all tables and views by their relation, in their order. */
export async function readColumns(source: CatalogSource): Promise<Map<string, ColumnRow[]>> {
  const expressions = Object.fromEntries(common.map((name) => [name, name.toUpperCase()]));
  const rows = await read(source, "COLUMNS", "TABLE_SCHEMA", { ...expressions, srs_id: source.flavour === "mysql" ? "SRS_ID" : "NULL" } as Record<(typeof common)[number] | "srs_id", string>);
  return groupedBy(rows.sort((a, b) => Number(a.ordinal_position) - Number(b.ordinal_position)), (row) => row.table_name ?? "");
}

export function columnObject(source: CatalogSource, row: ColumnRow, shown: ShownTable | undefined): ColumnObject {
  const extra = row.extra ?? "";
  const generation = row.generation_expression ?? "";
  const versioned = generation === "ROW START" || generation === "ROW END";
  const fallback = generation === "" ? defaultOf(source, row, shown) : undefined;
  const onUpdate = /on update ([^\s,]+)/i.exec(extra)?.[1];
  const attributes = [
    ...(row.srs_id === null ? [] : [`SRID ${row.srs_id}`]),
    ...(versioned ? [`GENERATED ALWAYS AS ${generation}`] : []),
    ...(/WITHOUT SYSTEM VERSIONING/i.test(extra) ? ["WITHOUT SYSTEM VERSIONING"] : []),
    ...(/NOT SECONDARY/i.test(extra) ? ["NOT SECONDARY"] : []),
  ];
  return {
    name: row.column_name ?? "",
    type: (row.column_type ?? "").replace(/ ?\/\*M?!\d+ (.*?)\*\//g, " $1"),
    notNull: row.is_nullable === "NO",
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(generation === "" || versioned ? {} : { generated: { expression: stripped(source, unescaped(source, generation)).text, stored: /STORED|PERSISTENT/i.test(extra) } }),
    ...(/auto_increment/i.test(extra) ? { identity: { always: false, options: "AUTO_INCREMENT" } } : {}),
    ...(row.collation_name === null ? {} : { collation: row.collation_name }),
    ...(/\bINVISIBLE\b/i.test(extra) ? { invisible: true } : {}),
    ...(attributes.length === 0 ? {} : { attributes }),
    ...(row.column_comment === null || row.column_comment === "" ? {} : { comment: row.column_comment }),
  };
}

/** MySQL gives a constant default without its quotes; MariaDB gives the text of the DEFAULT clause. */
function defaultOf(source: CatalogSource, row: ColumnRow, shown: ShownTable | undefined): string | undefined {
  const { column_default: text } = row;
  if (text === null) return undefined;
  if (source.flavour === "mariadb") return text === "NULL" ? undefined : stripped(source, text).text;
  const exact = shown?.defaults.get(row.column_name ?? "");
  if (exact !== undefined) return exact;
  if (/\bDEFAULT_GENERATED\b/i.test(row.extra ?? "")) return /^CURRENT_TIMESTAMP(\(\d\))?$/i.test(text) && isTime(row) ? text : `(${stripped(source, unescaped(source, text)).text})`;
  return row.data_type === "bit" ? text : textLiteral(text);
}

function isTime({ data_type: type }: ColumnRow): boolean {
  return type === "timestamp" || type === "datetime";
}

/** True where information_schema cuts a default off: MySQL ends those of binary columns at the first NUL. */
export function hasBinaryDefault(source: CatalogSource, row: ColumnRow): boolean {
  return source.flavour === "mysql" && row.column_default !== null && (row.data_type === "binary" || row.data_type === "varbinary") && !/\bDEFAULT_GENERATED\b/i.test(row.extra ?? "");
}
