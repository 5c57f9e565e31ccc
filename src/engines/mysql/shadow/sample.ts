import type { Catalog, ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { CancelledError, StatementError, throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName } from "../quote.ts";

/** Tables up to this size are copied whole; of larger ones the first and the last rows by key, half of it each. */
const usualSample = 1000;
/** How long one table may take, and all of them together. */
const tableMs = 5_000;
const allMs = 30_000;

export interface CopyRequest {
  /** Databases of one server. */
  readonly from: string;
  readonly to: string;
  readonly catalog: Catalog;
  /** "copy": all rows, however long it takes. */
  readonly data: "sample" | "copy";
  /** How many rows of each table a sample has at most; 1000 unless told. */
  readonly sampleRows?: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Copies rows by INSERT … SELECT on the server, where foreign keys are not checked and no trigger stands yet. A sample is closed: what its rows refer to
 * comes along. It reads without locks. The answer names tables whose rows are missing.
 */
export async function copyRows(filler: Session, request: CopyRequest): Promise<string[]> {
  // INSERT … SELECT locks what it reads under REPEATABLE READ.
  await filler.run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
  const started = Date.now();
  const missing: string[] = [];
  for (const table of request.catalog.tables) {
    throwIfCancelled(request.signal);
    if (request.data === "sample" && Date.now() - started > allMs) missing.push(`table ${table.name}: no rows, the time for the sample was over`);
    else missing.push(...(await copyTable(filler, request, table)));
  }
  if (request.data === "sample") missing.push(...(await close(filler, request, started)));
  return missing;
}

async function copyTable(filler: Session, { from, to, data, signal, sampleRows = usualSample }: CopyRequest, table: TableObject): Promise<string[]> {
  const names = writable(table).map((column) => quoteName(column.name)).join(", ");
  const [source, target] = [`${quoteName(from)}.${quoteName(table.name)}`, `${quoteName(to)}.${quoteName(table.name)}`];
  const key = keyOf(table);
  const plain = `INTO ${target} (${names}) SELECT ${names} FROM ${source}`;
  const order = (direction: string): string => key.map((column) => `${quoteName(column)}${direction}`).join(", ");
  const statements =
    data === "copy" ? [`INSERT ${plain}`] : key.length === 0 ? [`INSERT ${plain} LIMIT ${sampleRows}`] : [`INSERT ${plain} ORDER BY ${order("")} LIMIT ${sampleRows / 2}`, `INSERT IGNORE ${plain} ORDER BY ${order(" DESC")} LIMIT ${sampleRows / 2}`];
  if (names === "") return [];
  try {
    for (const sql of statements) await filler.run(sql, { signal, statementTimeoutMs: data === "copy" ? 0 : tableMs });
    return [];
  } catch (error) {
    return [`table ${table.name}: ${refusal(error)}`];
  }
}

/** Brings the rows that sampled rows refer to, until none is missing; what still dangles in the end (time is over, the source itself is broken) stays as it is. */
async function close(filler: Session, { from, to, catalog, signal }: CopyRequest, started: number): Promise<string[]> {
  const tables = new Map(catalog.tables.map((table) => [table.name, table]));
  const links = catalog.tables.flatMap((child) => child.constraints.flatMap((key) => (key.references === undefined || key.references.schema !== "" ? [] : [{ child, columns: key.columns, references: key.references, parent: tables.get(key.references.table) }])));
  for (let brought = 1; brought > 0; ) {
    brought = 0;
    for (const { child, columns, references, parent } of links) {
      throwIfCancelled(signal);
      if (parent === undefined) continue;
      if (Date.now() - started > allMs) return ["the sample is not closed under foreign keys, its time was over"];
      const names = writable(parent).map((column) => column.name);
      const match = (left: string, right: string): string => columns.map((column, at) => `${left}.${quoteName(column)} = ${right}.${quoteName(references.columns[at] ?? "")}`).join(" AND ");
      const target = `${quoteName(to)}.${quoteName(parent.name)}`;
      const wanted = `SELECT DISTINCT ${columns.map((column) => `c.${quoteName(column)}`).join(", ")} FROM ${quoteName(to)}.${quoteName(child.name)} c WHERE NOT EXISTS (SELECT 1 FROM ${target} h WHERE ${match("c", "h")})`;
      const sql = `INSERT IGNORE INTO ${target} (${names.map(quoteName).join(", ")}) SELECT ${names.map((name) => `p.${quoteName(name)}`).join(", ")} FROM (${wanted}) w JOIN ${quoteName(from)}.${quoteName(parent.name)} p ON ${match("w", "p")}`;
      try {
        brought += (await filler.run(sql, { signal, statementTimeoutMs: tableMs })).rowCount;
      } catch (error) {
        return [`rows of ${parent.name} that ${child.name} refers to: ${refusal(error)}`];
      }
    }
  }
  return [];
}

function refusal(error: unknown): string {
  if (error instanceof CancelledError || !(error instanceof StatementError)) throw error;
  return error.message;
}

/** Columns that an INSERT may name. */
export function writable(table: TableObject): ColumnObject[] {
  return table.columns.filter((column) => column.generated === undefined && !(column.attributes ?? []).some((word) => word.startsWith("GENERATED ALWAYS")));
}

function keyOf(table: TableObject): readonly string[] {
  return table.constraints.find((constraint) => constraint.form === "primaryKey")?.columns.filter((column) => table.columns.some((one) => one.name === column)) ?? [];
}
