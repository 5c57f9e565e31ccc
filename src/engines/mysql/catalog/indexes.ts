import type { ConstraintObject, IndexObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { groupedBy, read } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import type { ShownTable } from "./shown.ts";
import { textLiteral, unescaped } from "./texts.ts";

const names = ["table_name", "non_unique", "index_name", "seq_in_index", "column_name", "collation", "sub_part", "index_type", "comment", "index_comment", "hidden", "expression"] as const;

export type IndexRow = Row<(typeof names)[number]>;

/** The parts of all indexes by their table, in their order. */
export async function readIndexes(source: CatalogSource): Promise<Map<string, IndexRow[]>> {
  const mysql = source.flavour === "mysql";
  const hidden = mysql ? "IS_VISIBLE = 'NO'" : "IGNORED = 'YES'";
  const columns = Object.fromEntries(names.map((name) => [name, name === "hidden" ? hidden : name === "expression" && !mysql ? "NULL" : name.toUpperCase()]));
  const rows = await read(source, "STATISTICS", "TABLE_SCHEMA", columns as Record<(typeof names)[number], string>);
  return groupedBy(rows.sort((a, b) => Number(a.seq_in_index) - Number(b.seq_in_index)), (row) => row.table_name ?? "");
}

export interface TableIndexes {
  readonly primary: readonly ConstraintObject[];
  readonly indexes: readonly IndexObject[];
}

export function tableIndexes(source: CatalogSource, table: string, engine: string, rows: readonly IndexRow[], shown: ShownTable | undefined): TableIndexes {
  const primary: ConstraintObject[] = [];
  const indexes: IndexObject[] = [];
  for (const [name, parts] of groupedBy(rows, (row) => row.index_name ?? "")) {
    const [first] = parts;
    if (first === undefined) continue;
    const texts = parts.map((part) => partText(source, part));
    const body = shown?.indexes.get(name) ?? `(${texts.join(", ")})`;
    const definition = `${body}${suffix(first, engine)}`;
    const columns = parts.map((part, at) => (part.column_name !== null && part.sub_part === null ? part.column_name : (texts[at] ?? "")));
    if (name === "PRIMARY") primary.push({ name, form: "primaryKey", columns, definition: `PRIMARY KEY ${definition}`, validated: true });
    else indexes.push(indexObject(source, table, name, first, columns, definition));
  }
  return { primary, indexes };
}

function indexObject(source: CatalogSource, table: string, name: string, first: IndexRow, columns: readonly string[], body: string): IndexObject {
  const special = first.index_type === "FULLTEXT" || first.index_type === "SPATIAL" || first.index_type === "VECTOR" ? `${first.index_type} ` : "";
  const unique = Number(first.non_unique) === 0;
  const hidden = Number(first.hidden) === 1 ? (source.flavour === "mysql" ? " INVISIBLE" : " IGNORED") : "";
  return {
    schema: "",
    name,
    definition: `CREATE ${unique ? "UNIQUE " : special}INDEX ${quoteName(name)} ON ${quoteName(table)} ${body}${hidden}`,
    unique,
    columns,
    method: (first.index_type ?? "").toLowerCase(),
    valid: first.comment !== "disabled",
  };
}

/** A spatial part has a length that nobody gave. */
function partText(source: CatalogSource, part: IndexRow): string {
  const direction = part.collation === "D" ? " DESC" : "";
  if (part.column_name === null) return `(${unescaped(source, part.expression ?? "")})${direction}`;
  const length = part.sub_part === null || part.index_type === "SPATIAL" || part.index_type === "FULLTEXT" ? "" : `(${part.sub_part})`;
  return `${quoteName(part.column_name)}${length}${direction}`;
}

/** USING where it is not what the storage engine takes anyway. */
function suffix({ index_type: type, index_comment: comment }: IndexRow, engine: string): string {
  const usual = engine.toUpperCase() === "MEMORY" ? "HASH" : "BTREE";
  const using = (type === "HASH" || type === "BTREE" || type === "RTREE") && type !== usual ? ` USING ${type}` : "";
  return `${using}${comment === null || comment === "" ? "" : ` COMMENT ${textLiteral(comment)}`}`;
}
