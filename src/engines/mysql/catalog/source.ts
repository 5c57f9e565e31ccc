import type { Flavour } from "../flavourName.ts";

/** What a catalog is read through: one connection, whose database is the whole world. */
export interface CatalogSource {
  readonly flavour: Flavour;
  /** 90704, 101119. */
  readonly versionNumber: number;
  readonly database: string;
  query(sql: string): Promise<Cells>;
}

/** One that also takes many statements at once. */
export interface WholeSource extends CatalogSource {
  /** The rows of each of many statements of ours, whose names are quoted; in one request however many they are. */
  queryTogether(statements: readonly string[]): Promise<readonly Cells[]>;
}

type Cells = readonly (readonly unknown[])[];

export type Row<Name extends string> = Readonly<Record<Name, string | null>>;

/** Rows of an information_schema table that belong to the source's database; every value as text. `columns` gives each name its expression. */
export async function read<Name extends string>(source: CatalogSource, table: string, owner: string, columns: readonly Name[] | Readonly<Record<Name, string>>): Promise<Row<Name>[]> {
  const pairs = Array.isArray(columns) ? (columns as readonly Name[]).map((name) => [name, name.toUpperCase()] as const) : (Object.entries(columns) as [Name, string][]);
  const rows = await source.query(`SELECT ${pairs.map(([, expression]) => expression).join(", ")} FROM information_schema.${table} WHERE ${owner} = ${literal(source.database)}`);
  return rows.map((row) => Object.fromEntries(pairs.map(([name], at) => [name, textOrNull(row[at])])) as Row<Name>);
}

export function textOrNull(cell: unknown): string | null {
  return cell === null || cell === undefined ? null : typeof cell === "string" ? cell : String(cell as number);
}

/** A text literal in hexadecimal digits, which reads the same under every sql_mode. */
export function literal(value: string): string {
  return value === "" ? "''" : `_utf8mb4 x'${Buffer.from(value, "utf8").toString("hex")}'`;
}

/** Rows by the value of one column, in their order. */
export function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [item]);
    else list.push(item);
  }
  return groups;
}

/** The product's own tables, and whatever hangs on them, are never part of a catalog. */
export function isOwn(name: string): boolean {
  return name.toLowerCase().startsWith("data_engineer_");
}
