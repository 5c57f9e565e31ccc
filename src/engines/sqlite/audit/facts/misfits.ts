import type { Catalog, ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import type { Session } from "../../../engine.ts";
import { quoteName, quoteText } from "../../quote.ts";
import { inParts } from "./inParts.ts";

/** Values of a column that are of another storage class than its declared type asks for. */
export interface MisfitColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly found: readonly { readonly storage: string; readonly count: number }[];
  /** Rows that were looked at. */
  readonly looked: number;
  /** NULLs in a column of the primary key. */
  readonly nulls: number;
}

/** Rows of a table that are looked at. */
const mostRows = 20_000;
const tablesAtOnce = 40;

/** Columns with values that do not fit, or with NULL in a primary key, by asking typeof() of the first rows of each table. */
export async function readMisfits(session: Session, catalog: Catalog, signal: AbortSignal): Promise<MisfitColumn[]> {
  const tables = catalog.tables.filter((table) => table.form === "table" && table.options["strict"] === undefined && asked(table).length > 0);
  const found: MisfitColumn[] = [];
  for (const part of inParts(tables, tablesAtOnce)) {
    const { rows } = await session.run(part.map(question).join("\nUNION ALL\n"), { signal });
    for (const [name, text] of rows) {
      const table = part.find((one) => one.name === name);
      if (table !== undefined && typeof text === "string") found.push(...answers(table, JSON.parse(text) as readonly number[]));
    }
  }
  return found;
}

/** What each storage class that may come is called. */
const storages = ["integer", "real", "text", "blob"] as const;

/** The storage classes that a declared type means; undefined where it means none in particular (dates are written in many ways). */
function fitting(type: string): readonly string[] | undefined {
  const name = type.toUpperCase();
  if (/(?:^|[^A-Z]|TINY|SMALL|MEDIUM|BIG)INT(?:EGER|\d+)?(?:$|[^A-Z\d])/.test(name)) return ["integer"];
  if (/CHAR|CLOB|TEXT/.test(name)) return ["text", "integer", "real"];
  if (/REAL|FLOA|DOUB|NUMERIC|DECIMAL/.test(name)) return ["integer", "real"];
  return /^BOOL/.test(name) ? ["integer"] : undefined;
}

interface Asked {
  readonly column: ColumnObject;
  readonly wrong: readonly (typeof storages)[number][];
  readonly isKey: boolean;
}

function asked(table: TableObject): Asked[] {
  const key = new Set(table.constraints.find(({ form }) => form === "primaryKey")?.columns ?? []);
  return table.columns.filter(({ generated }) => generated === undefined).flatMap((column): Asked[] => {
    const fits = fitting(column.type);
    const isKey = key.has(column.name) && !column.notNull;
    return fits === undefined && !isKey ? [] : [{ column, wrong: fits === undefined ? [] : storages.filter((storage) => !fits.includes(storage)), isKey }];
  });
}

function question(table: TableObject): string {
  const columns = asked(table);
  const counts = columns.flatMap(({ wrong, isKey }, at) => [...wrong.map((storage) => `total(typeof(c${at}) = '${storage}')`), ...(isKey ? [`total(c${at} IS NULL)`] : [])]);
  const names = columns.map(({ column }, at) => `${quoteName(column.name)} AS c${at}`).join(", ");
  return `SELECT ${quoteText(table.name)}, json_array(${["count(*)", ...counts].join(", ")}) FROM (SELECT ${names} FROM ${quoteName(table.name)} LIMIT ${mostRows})`;
}

function answers(table: TableObject, [looked = 0, ...counts]: readonly number[]): MisfitColumn[] {
  let at = 0;
  return asked(table).flatMap(({ column, wrong, isKey }): MisfitColumn[] => {
    const found = wrong.map((storage) => ({ storage, count: counts[at++] ?? 0 })).filter(({ count }) => count > 0);
    const nulls = isKey ? (counts[at++] ?? 0) : 0;
    return found.length === 0 && nulls === 0 ? [] : [{ table: table.name, column: column.name, type: column.type, found, looked, nulls }];
  });
}
