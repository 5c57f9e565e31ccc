import { SnapshotError, StatementError } from "../../core/errors.ts";
import type { KeepRows } from "../engine.ts";
import { textsOf } from "./prepare.ts";
import { quoteName } from "./quote.ts";
import { describeTable, type KeptColumn, type KeptTable, nameList } from "./rows/keptTable.ts";
import { exactly, valuesOf } from "./rows/literal.ts";
import { type RowHeader, RowFileReader, RowFileWriter } from "./rows/rowFile.ts";
import { inScope, type Scope } from "./rows/scope.ts";
import { Pages } from "./stream.ts";
import type { Wire } from "./wire/wire.ts";

/** The connection and what it stands in. */
export interface RowsAccess {
  readonly wire: Wire;
  readonly database: string;
  readonly inTransaction: boolean;
}

const staging = "data_engineer_rows";
const pageSize = 500;

/** Writes the key and the wanted columns (or all that can be written) of every row as INSERT statements, in the order of the key. Throws FileError where the file cannot be written. */
export function keepRows({ wire, database, inTransaction }: RowsAccess, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
  return inScope(wire, inTransaction, "read", signal, async () => {
    const table = await describeTable(wire, database, request);
    const columns = wantedColumns(table, request);
    const header: RowHeader = { table: request.table, key: request.key, whole: request.key.length === 0 || request.columns === undefined, columns: columns.map((column) => column.name), zeros: await countZeros(wire, table, columns, signal) };
    const order = request.key.length === 0 ? "" : ` ORDER BY ${nameList(request.key)}`;
    const pages = new Pages(wire, `SELECT ${columns.map((column) => exactly(column, quoteName(column.name))).join(", ")} FROM ${table.quoted}${order}`, { pageSize, signal });
    const writer = await RowFileWriter.create(file, header);
    try {
      for (let done = false; !done; ) {
        const page = await pages.next();
        for (const row of page.rows) await writer.add(valuesOf(row, pages.fields, columns));
        done = page.done;
      }
      return await writer.finish();
    } catch (error) {
      await pages.stop();
      await writer.giveUp();
      throw error;
    }
  });
}

async function countZeros(wire: Wire, table: KeptTable, columns: readonly KeptColumn[], signal: AbortSignal): Promise<number> {
  const enums = columns.filter((column) => column.type === "enum");
  if (enums.length === 0) return 0;
  const { rows } = await wire.sendNow(`SELECT ${enums.map(({ name }) => `COALESCE(SUM(${quoteName(name)} + 0 = 0), 0)`).join(" + ")} FROM ${table.quoted}`, { signal });
  return Number(textsOf(rows[0])[0] ?? "0");
}

function wantedColumns(table: KeptTable, request: KeepRows): KeptColumn[] {
  const named = (name: string): KeptColumn => {
    const found = table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    if (found === undefined) throw new StatementError("undefinedObject", "1054", `${request.table} has no column ${name} that can be written.`, { next: "Read the table's columns again." });
    return found;
  };
  const key = request.key.map(named);
  const wanted = request.key.length === 0 || request.columns === undefined ? table.columns : request.columns.map(named);
  return [...key, ...wanted.filter((column) => !key.includes(column))];
}

/**
 * Brings the rows of a file back (columns that the table has not are left out): updates the kept columns of rows that are there and differ,
 * inserts those that are missing where whole rows were kept. Rows without a key come back into an empty table only.
 * The table's triggers fire: the server cannot switch them off without committing. `rows`: how many rows of the file are in the table afterwards.
 */
export async function loadRows({ wire, database, inTransaction }: RowsAccess, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
  const reader = await RowFileReader.open(file);
  try {
    if (reader.header.table.toLowerCase() !== request.table.toLowerCase()) throw new SnapshotError("format", `${file} holds rows of ${reader.header.table}, not of ${request.table}.`);
    return await inScope(wire, inTransaction, "write", signal, async (scope) => {
      const table = await describeTable(wire, database, request);
      const load: Load = { wire, table, request, header: reader.header, scope, signal };
      if (load.header.zeros > 0) await send(load, "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'");
      await stage(load, reader);
      const rows = request.key.length === 0 ? await fillEmpty(load) : await bringBack(load);
      await send(load, `DROP TEMPORARY TABLE ${staging}`);
      return { rows };
    });
  } finally {
    await reader.close();
  }
}

interface Load {
  readonly wire: Wire;
  readonly table: KeptTable;
  readonly request: KeepRows;
  readonly header: RowHeader;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

/** Columns of the file that the table has, too. */
function shared({ table, header }: Load): KeptColumn[] {
  return header.columns.flatMap((name) => table.columns.filter((column) => column.name.toLowerCase() === name.toLowerCase()));
}

async function stage(load: Load, reader: RowFileReader): Promise<void> {
  const { table, header, request, wire } = load;
  const present = new Map(shared(load).map((column) => [column.name.toLowerCase(), column]));
  const columns = header.columns.map((name) => (present.has(name.toLowerCase()) ? `t.${quoteName(name)} AS ${quoteName(name)}` : `x.absent AS ${quoteName(name)}`));
  const long = new Set(["tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob", "json", "geometry"]);
  const index = request.key.map((name) => `${quoteName(name)}${long.has(present.get(name.toLowerCase())?.type ?? "") ? "(64)" : ""}`);
  await send(load, `DROP TEMPORARY TABLE IF EXISTS ${staging}`);
  await send(
    load,
    `CREATE TEMPORARY TABLE ${staging} ${index.length === 0 ? "" : `(KEY (${index.join(", ")})) `}SELECT ${columns.join(", ")} FROM ${table.quoted} t, (SELECT CAST(NULL AS BINARY(16777216)) AS absent) x LIMIT 0`,
  );
  const [packet = ""] = textsOf((await wire.sendNow("SELECT @@max_allowed_packet")).rows[0]);
  const most = Math.min(1 << 20, Number(packet) / 4);
  let batch: string[] = [];
  let size = 0;
  let warnings = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) {
      await send(load, `INSERT INTO ${staging} VALUES (${batch.join("),(")})`);
      warnings += wire.warnings;
    }
    batch = [];
    size = 0;
  };
  for await (const values of reader.values()) {
    if (size + values.length > most) await flush();
    batch.push(values);
    size += values.length;
  }
  await flush();
  // Without strictness a value that does not fit is cut off with a warning: each zero gives one, and nothing else may.
  if (header.zeros > 0 && warnings > header.zeros) {
    throw new StatementError("constraint", "1265", `${warnings - header.zeros} of the kept values of ${request.table} do not fit into its columns as they are now.`, { next: "Restore the whole schema from the snapshot first." });
  }
}

async function bringBack(load: Load): Promise<number> {
  const { table, request, header } = load;
  const columns = shared(load);
  const isKey = (name: string): boolean => request.key.some((key) => key.toLowerCase() === name.toLowerCase());
  if (columns.filter((column) => isKey(column.name)).length < request.key.length) {
    throw new SnapshotError("format", `The key of the kept rows (${request.key.join(", ")}) is not in the file, or no longer part of ${request.table}.`, { next: "Restore the whole schema from the snapshot first." });
  }
  const sameKey = request.key.map((name) => `t.${quoteName(name)} = s.${quoteName(name)}`).join(" AND ");
  const asked = request.columns === undefined ? null : new Set(request.columns.map((name) => name.toLowerCase()));
  const changeable = columns.filter((column) => !isKey(column.name) && (asked?.has(column.name.toLowerCase()) ?? true));
  if (changeable.length > 0) {
    const still = table.columns.filter((column) => column.follows && !changeable.includes(column)).map(({ name }) => `t.${quoteName(name)} = t.${quoteName(name)}`);
    const assignments = [...changeable.map(({ name }) => `t.${quoteName(name)} = s.${quoteName(name)}`), ...still].join(", ");
    await send(load, `UPDATE ${table.quoted} t JOIN ${staging} s ON ${sameKey} SET ${assignments} WHERE ${changeable.map((column) => `NOT (${same(column)})`).join(" OR ")}`);
  }
  if (request.columns === undefined && header.whole) await insert(load, columns, `LEFT JOIN ${table.quoted} t ON ${sameKey} WHERE t.${quoteName(request.key[0] ?? "")} IS NULL`);
  return await count(load, `SELECT COUNT(*) FROM ${staging} s JOIN ${table.quoted} t ON ${sameKey}`);
}

async function fillEmpty(load: Load): Promise<number> {
  const { table, request } = load;
  const columns = shared(load);
  if ((await count(load, `SELECT EXISTS (SELECT 1 FROM ${table.quoted})`)) === 0) await insert(load, columns, "");
  const row = `SHA2(CONCAT_WS('#', ${columns.map((column) => `COALESCE(HEX(${comparable(column, quoteName(column.name))}), '-')`).join(", ")}), 256)`;
  const counted = (source: string): string => `(SELECT h, COUNT(*) AS n FROM (SELECT ${row} AS h FROM ${source}) r GROUP BY h)`;
  const absent = await count(load, `SELECT COALESCE(SUM(GREATEST(k.n - COALESCE(p.n, 0), 0)), 0) FROM ${counted(staging)} k LEFT JOIN ${counted(table.quoted)} p ON p.h = k.h`);
  if (absent > 0) {
    throw new StatementError("other", "DE001", `${request.table} has no key and other rows by now; ${absent} of the kept rows are not among them.`, { next: "Empty the table to bring the kept rows back, or merge them by hand from the snapshot's file." });
  }
  return await count(load, `SELECT COUNT(*) FROM ${staging}`);
}

/** Inserts staged rows; rows of a table that refers to itself are checked when all are there. */
async function insert(load: Load, columns: readonly KeptColumn[], rest: string): Promise<void> {
  const { table, scope, request } = load;
  const names = columns.map((column) => column.name);
  const late = scope.foreignKeys && table.orphans.length > 0;
  if (late) await send(load, "SET SESSION foreign_key_checks = 0");
  await send(load, `INSERT INTO ${table.quoted} (${nameList(names)}) SELECT ${nameList(names, "s.")} FROM ${staging} s ${rest}`);
  if (!late) return;
  await send(load, "SET SESSION foreign_key_checks = 1");
  for (const query of table.orphans) {
    const orphans = await count(load, query);
    if (orphans > 0) throw new StatementError("constraint", "1452", `${orphans} ${orphans === 1 ? "row" : "rows"} of ${request.table} would have no parent.`, { next: "Bring the rows of the parent table back first." });
  }
}

const binaryTypes = /text|char|enum|set|json|uuid|inet/;

/** A value whose equality is that of its bytes. */
function comparable({ type }: KeptColumn, quoted: string): string {
  if (type === "float") return `CAST(${quoted} + 0e0 AS CHAR)`;
  if (type === "json") return `CAST(CAST(${quoted} AS CHAR) AS BINARY)`;
  return /blob|binary|geometry|point|linestring|polygon|multi|collection|vector|bit/.test(type) ? quoted : `CAST(${quoted} AS BINARY)`;
}

function same(column: KeptColumn): string {
  const [target, staged] = [`t.${quoteName(column.name)}`, `s.${quoteName(column.name)}`];
  return binaryTypes.test(column.type) ? `${comparable(column, target)} <=> ${comparable(column, staged)}` : `${target} <=> ${staged}`;
}

async function send({ wire, signal }: Load, text: string): Promise<void> {
  await wire.sendNow(text, { signal });
}

async function count({ wire, signal }: Load, text: string): Promise<number> {
  return Number(textsOf((await wire.sendNow(text, { signal })).rows[0])[0] ?? "0");
}
