import type { Catalog, ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { StatementError, throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName } from "../quote.ts";
import { writable } from "./sample.ts";

const usualSample = 1000;
/** Characters of one INSERT. */
const batchLength = 500_000;

/** Carries rows to another server, each value as the digits of its bytes; all of them for "copy". The answer names tables whose rows are missing. */
export async function transferRows(source: Session, filler: Session, catalog: Catalog, data: "sample" | "copy", signal: AbortSignal, sampleRows = usualSample): Promise<string[]> {
  const missing: string[] = [];
  for (const table of catalog.tables) {
    throwIfCancelled(signal);
    try {
      await transferTable(source, filler, table, data === "sample" ? sampleRows : null, signal);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      missing.push(`table ${table.name}: ${error.message}`);
    }
  }
  return missing;
}

async function transferTable(source: Session, filler: Session, table: TableObject, most: number | null, signal: AbortSignal): Promise<void> {
  const columns = writable(table);
  if (columns.length === 0) return;
  const head = `INSERT INTO ${quoteName(table.name)} (${columns.map((column) => quoteName(column.name)).join(", ")}) VALUES `;
  let batch: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await filler.run(`${head}${batch.join(", ")}`, { signal });
    batch = [];
    length = 0;
  };
  const query = `SELECT ${columns.map(digits).join(", ")} FROM ${quoteName(table.name)}${most === null ? "" : ` LIMIT ${most}`}`;
  for await (const page of source.stream(query, { signal, pageSize: 500 })) {
    for (const row of page.rows) {
      const text = `(${row.map((cell, at) => (cell === null ? "NULL" : literal(String(cell), columns[at]))).join(", ")})`;
      batch.push(text);
      length += text.length;
      if (length > batchLength) await flush();
    }
  }
  await flush();
}

function isBytes(column: ColumnObject | undefined): boolean {
  return /^(binary|varbinary|tinyblob|blob|mediumblob|longblob|bit|vector|geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geomcollection|geometrycollection)\b/.test(column?.type ?? "");
}

function digits(column: ColumnObject): string {
  const name = quoteName(column.name);
  // As text, a FLOAT has six digits.
  if (/^float\b/.test(column.type)) return `HEX(CAST(${name} + 0e0 AS CHAR))`;
  return isBytes(column) ? `HEX(${/^bit\b/.test(column.type) ? `CAST(${name} AS BINARY)` : name})` : `HEX(CONVERT(CAST(${name} AS CHAR) USING utf8mb4))`;
}

function literal(hex: string, column: ColumnObject | undefined): string {
  return isBytes(column) ? `x'${hex}'` : hex === "" ? "''" : `_utf8mb4 x'${hex}'`;
}
