import { StatementError } from "../../core/errors.ts";
import type { KeepRows } from "../engine.ts";
import { quoteName, quoteText } from "./quote.ts";
import { copyFromFile, copyToFile, readHeader } from "./rows/copyFile.ts";
import { describeTable, type KeptTable, nameList } from "./rows/keptTable.ts";
import { inScope } from "./rows/scope.ts";
import { single, type Wire } from "./wire/wire.ts";

const format = "(FORMAT csv, HEADER true, ENCODING 'UTF8')";
const staging = "pg_temp.data_engineer_rows";

/** Writes the key and the wanted columns (or all that can be written) of every row as CSV with a header, in the order of the key. Throws FileError where the file cannot be written. */
export function keepRows(wire: Wire, inTransaction: boolean, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
  return inScope(wire, inTransaction, "undo", signal, async () => {
    const table = await describeTable(wire, request);
    const wanted = request.key.length === 0 ? undefined : request.columns;
    const columns = wanted === undefined ? table.columns : [...request.key, ...wanted.filter((column) => !request.key.includes(column))];
    const order = request.key.length === 0 ? "" : ` ORDER BY ${nameList(request.key)}`;
    return await copyToFile(wire, `COPY (SELECT ${nameList(columns)} FROM ${table.source}${order}) TO STDOUT WITH ${format}`, file, signal);
  });
}

/**
 * Brings the rows of a file back (columns that the table has not are left out): updates the kept columns that are asked for of rows that are there, inserts those that are missing where whole rows were kept.
 * Rows without a key come back into an empty table only. Triggers of people's own do not fire where the role may switch them off;
 * foreign keys hold, so that parents are loaded before their children. `rows`: how many rows of the file are in the table afterwards.
 */
export function loadRows(wire: Wire, inTransaction: boolean, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
  return inScope(wire, inTransaction, "keep", signal, async () => {
    const table = await describeTable(wire, request);
    const header = await readHeader(file);
    const columns = header.filter((name) => table.columns.includes(name));
    const staged = header.map((name) => (columns.includes(name) ? quoteName(name) : `NULL::text AS ${quoteName(name)}`)).join(", ");
    await send(wire, signal, `CREATE TEMPORARY TABLE data_engineer_rows AS SELECT ${staged} FROM ${table.quoted} WITH NO DATA`);
    await copyFromFile(wire, `COPY ${staging} (${nameList(header)}) FROM STDIN WITH ${format}`, file, signal);
    await send(wire, signal, `ANALYZE ${staging}`);
    const switchOn = await switchOffTriggers(wire, table);
    const rows = request.key.length === 0 ? await fillEmpty(wire, table, columns, request, signal) : await bringBack(wire, table, columns, request, signal);
    if (switchOn.length > 0) await send(wire, signal, "SET CONSTRAINTS ALL IMMEDIATE", ...switchOn);
    await send(wire, signal, `DROP TABLE ${staging}`);
    return { rows };
  });
}

async function bringBack(wire: Wire, table: KeptTable, columns: readonly string[], request: KeepRows, signal: AbortSignal): Promise<number> {
  const sameKey = request.key.map((name) => `t.${quoteName(name)} = s.${quoteName(name)}`).join(" AND ");
  const changeable = columns.filter((name) => !request.key.includes(name) && !table.fixed.has(name) && (request.columns?.includes(name) ?? true));
  if (changeable.length > 0) {
    const differs = changeable.map((name) => `t.${quoteName(name)}::text IS DISTINCT FROM s.${quoteName(name)}::text`).join(" OR ");
    const assignments = changeable.map((name) => `${quoteName(name)} = s.${quoteName(name)}`).join(", ");
    await send(wire, signal, `UPDATE ${table.source} AS t SET ${assignments} FROM ${staging} s WHERE ${sameKey} AND (${differs})`);
  }
  if (request.columns === undefined) {
    const list = nameList(columns);
    await send(wire, signal, `INSERT INTO ${table.quoted} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${staging} s WHERE NOT EXISTS (SELECT 1 FROM ${table.source} t WHERE ${sameKey})`);
    await advanceSequences(wire, table, columns, signal);
  }
  return Number(await value(wire, signal, `SELECT count(*) FROM ${staging} s WHERE EXISTS (SELECT 1 FROM ${table.source} t WHERE ${sameKey})`));
}

async function fillEmpty(wire: Wire, table: KeptTable, columns: readonly string[], request: KeepRows, signal: AbortSignal): Promise<number> {
  const list = nameList(columns);
  const rowText = columns.map((name) => `${quoteName(name)}::text`).join(", ");
  if ((await value(wire, signal, `SELECT EXISTS (SELECT 1 FROM ${table.source})`)) === "f") {
    await send(wire, signal, `INSERT INTO ${table.quoted} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${staging}`);
    await advanceSequences(wire, table, columns, signal);
  }
  const absent = await value(wire, signal, `SELECT count(*) FROM (SELECT ${rowText} FROM ${staging} EXCEPT ALL SELECT ${rowText} FROM ${table.source}) d`);
  if (absent !== "0") {
    throw new StatementError("other", "DE001", `${request.schema}.${request.table} has no key and other rows by now; ${absent} of the kept rows are not among them.`, {
      next: "Empty the table to bring the kept rows back, or merge them by hand from the snapshot's file.",
    });
  }
  return Number(await value(wire, signal, `SELECT count(*) FROM ${staging}`));
}

/** A recreated table's sequences start again; the next value must lie behind the rows that came back. */
async function advanceSequences(wire: Wire, table: KeptTable, columns: readonly string[], signal: AbortSignal): Promise<void> {
  for (const [column, sequence] of table.sequences) {
    if (!columns.includes(column)) continue;
    const name = quoteText(sequence);
    await send(
      wire,
      signal,
      `SELECT pg_catalog.setval(${name}::pg_catalog.regclass, m.highest) FROM (SELECT max(${quoteName(column)}) AS highest FROM ${table.source}) m, ${sequence} s, pg_catalog.pg_sequence q
        WHERE q.seqrelid = ${name}::pg_catalog.regclass AND q.seqincrement > 0 AND m.highest <= q.seqmax AND (m.highest > s.last_value OR (m.highest = s.last_value AND NOT s.is_called))`,
    );
  }
}

/** Switches off the triggers that fire; the answer is the statements that switch them on again. Only the table's owner may. */
async function switchOffTriggers(wire: Wire, table: KeptTable): Promise<string[]> {
  if (table.triggers.length === 0) return [];
  await send(wire, undefined, "SAVEPOINT data_engineer_triggers");
  try {
    await send(wire, undefined, ...table.triggers.map(({ name }) => `ALTER TABLE ${table.quoted} DISABLE TRIGGER ${name}`), "RELEASE SAVEPOINT data_engineer_triggers");
    return table.triggers.map(({ name, enable }) => `ALTER TABLE ${table.quoted} ${enable} TRIGGER ${name}`);
  } catch (error) {
    if (!(error instanceof StatementError) || error.reason !== "permission") throw error;
    await send(wire, undefined, "ROLLBACK TO SAVEPOINT data_engineer_triggers", "RELEASE SAVEPOINT data_engineer_triggers");
    return [];
  }
}

async function send(wire: Wire, signal: AbortSignal | undefined, ...texts: string[]): Promise<void> {
  await wire.sendNow(texts.map((text) => ({ text })), { signal });
}

async function value(wire: Wire, signal: AbortSignal, text: string): Promise<string | null> {
  return single((await wire.sendNow([{ text }], { signal }))[0]);
}
