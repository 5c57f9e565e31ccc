import type { Attempt } from "../../../core/access/attempt.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import { quoteName, quoteObject, quoteText } from "../quote.ts";
import { CannotSeed } from "./cannotSeed.ts";
import type { RowPlan } from "./plan.ts";
import { keyColumns, keyOf } from "./relations.ts";
import type { Probe, Room } from "./room.ts";
import { columnOf, insertStatement, type SeededRow } from "./seeder.ts";
import { baseType, literal, valueFor } from "./values.ts";
import { marksOf } from "./marks.ts";

/** Above this many rows a statement without WHERE is not tried. */
const fewRows = 10_000;

/** What somebody runs on a table to try an operation. Throws CannotSeed where the row that it needs cannot be made. */
export async function tableProbe(room: Room, table: TableObject, attempt: Attempt): Promise<Probe> {
  if (attempt.operation === "truncate") return truncateProbe(table, attempt);
  if (attempt.operation === "insert" || attempt.operation === "insertReturning") return await insertProbe(room, table, attempt);
  const row = await room.seeder.row(table, attempt.identity, attempt.operation === "changeOwner" ? "own" : attempt.row);
  if (attempt.operation === "select") return selectProbe(table, attempt, row);
  if (attempt.operation === "delete") return deleteProbe(table, attempt, row);
  if (attempt.operation === "execute") throw new CannotSeed(`${keyOf(table)} is no routine`);
  return await updateProbe(room, table, attempt, row);
}

function selectProbe(table: TableObject, attempt: Attempt, row: SeededRow): Probe {
  const whole: Probe = { attempt, sql: `SELECT * FROM ${quoteObject(table)} WHERE ${row.where}`, needsRow: true, rows: [using(row)] };
  const granted = table.columns.map(({ name }) => name).filter((name) => table.grants?.some(({ column, privileges }) => column === name && privileges.includes("SELECT")) === true);
  if (granted.length === 0) return whole;
  const keyed = keyColumns(table).every((name) => granted.includes(name)) && keyColumns(table).length > 0;
  const some = `SELECT ${granted.map(quoteName).join(", ")} FROM ${quoteObject(table)}${keyed ? ` WHERE ${row.where}` : " LIMIT 1"}`;
  return { ...whole, otherwise: { ...whole, sql: some, note: `Only these columns are granted: ${granted.join(", ")}.` } };
}

function deleteProbe(table: TableObject, attempt: Attempt, row: SeededRow): Probe {
  const gone = `SELECT NOT EXISTS (SELECT FROM ${quoteObject(table)} WHERE ${row.where})`;
  const blind: Probe = { attempt, sql: `DELETE FROM ${quoteObject(table)}`, needsRow: true, reached: gone, rows: [using(row)], note: "Without WHERE no right to read is needed." };
  return { attempt, sql: `DELETE FROM ${quoteObject(table)} WHERE ${row.where}`, needsRow: true, rows: [using(row)], ...(few(table) ? { otherwise: blind } : {}) };
}

async function updateProbe(room: Room, table: TableObject, attempt: Attempt, row: SeededRow): Promise<Probe> {
  const changes = await changesOf(room, table, attempt, row);
  const set = [...changes].map(([name, value]) => `${quoteName(name)} = ${literal(columnOf(table, name), value)}`).join(", ");
  const rows = [using(row), { table, side: "check" as const, values: new Map([...row.values, ...changes]) }];
  const first: Probe = { attempt, sql: `UPDATE ${quoteObject(table)} SET ${set} WHERE ${row.where}`, needsRow: true, rows };
  const single = keyColumns(table).some((column) => changes.has(column)) || table.indexes.some((index) => index.unique && index.columns.some((column) => changes.has(column)));
  if (!few(table) || single) return first;
  const marker = `SELECT ctid::text <> ${quoteText(row.place)} FROM ${quoteObject(table)} WHERE ${row.where}`;
  return { ...first, otherwise: { attempt, sql: `UPDATE ${quoteObject(table)} SET ${set}`, needsRow: true, reached: marker, rows, note: "Without WHERE no right to read is needed." } };
}

/** What an UPDATE sets: nothing new, somebody else as the owner, or oneself; `shown` tells which columns can be set at all. Throws CannotSeed. */
export async function changesOf(room: Room, table: TableObject, attempt: Attempt, row: SeededRow, shown: (column: string) => boolean = () => true): Promise<ReadonlyMap<string, string | null>> {
  const marks = marksOf(room.relations.catalog, table);
  const marked = new Set(marks.map(({ column }) => column));
  if (attempt.operation === "update") {
    const usable = table.columns.filter((column) => column.generated === undefined && column.identity?.always !== true && shown(column.name));
    const plain = usable.find((column) => !marked.has(column.name) && !keyColumns(table).includes(column.name) && !isUnique(table, column.name)) ?? usable.find((column) => !keyColumns(table).includes(column.name)) ?? usable[0];
    if (plain === undefined) throw new CannotSeed(`${keyOf(table)} has no column that can be changed`);
    return new Map([[plain.name, changed(room, table, plain.name, row)]]);
  }
  const target = attempt.operation === "takeOver" ? ("own" as const) : attempt.row === "otherTenant" ? ("otherTenant" as const) : ("foreign" as const);
  const values = new Map(await room.seeder.whose.marks(table, attempt.identity, target));
  // Into another tenant a row goes as one's own.
  if (target === "otherTenant") for (const column of (await room.seeder.whose.planted(table, attempt.identity)).keys()) values.delete(column);
  const changes = new Map([...values].filter(([name, value]) => value !== row.values.get(name) && !keyColumns(table).includes(name) && shown(name)));
  if (changes.size === 0) throw new CannotSeed(`${keyOf(table)} has no column that says whose a row is and that can be changed`);
  if ([...changes.values()].includes(null) && attempt.operation === "takeOver") throw new CannotSeed(`${attempt.identity.name} has no value that marks a row of ${keyOf(table)} as its own`);
  await room.seeder.parentsOf(table, new Map([...row.values, ...changes]), attempt.identity, target, new Set(changes.keys()));
  return changes;
}

/** Another value where one is known to be right, else the same once more. */
function changed(room: Room, table: TableObject, column: string, row: SeededRow): string | null {
  const old = row.values.get(column) ?? null;
  const of = columnOf(table, column);
  const checked = table.constraints.some(({ form, columns }) => (form === "check" || form === "foreignKey") && columns.includes(column));
  const free = !checked && /^(?:text|character varying)$/.test(baseType(room.relations.catalog, of.type)) && of.type === baseType(room.relations.catalog, of.type);
  return free ? (valueFor(room.relations.catalog, table, of, 1) ?? old) : old;
}

async function insertProbe(room: Room, table: TableObject, attempt: Attempt): Promise<Probe> {
  const plan: RowPlan = await room.seeder.plan(table, attempt.identity, attempt.row);
  const planned = await room.seeder.tried(table, plan);
  const returning = attempt.operation === "insertReturning" ? ` RETURNING ${(keyColumns(table).length > 0 ? keyColumns(table) : table.columns.map(({ name }) => name).slice(0, 1)).map(quoteName).join(", ")}` : "";
  const rows = [{ table, side: "check" as const, values: planned.values }];
  const whole: Probe = { attempt, sql: insertStatement(table, plan) + returning, needsRow: false, rows, ...(planned.before === undefined ? {} : { before: [planned.before] }) };
  const filled = new Map([...plan, ...keyColumns(table).filter((name) => !plan.has(name)).map((name) => [name, planned.values.get(name) ?? null] as const)]);
  if (filled.size === plan.size) return whole;
  return { ...whole, otherwise: { ...whole, sql: insertStatement(table, filled) + returning, note: "With a key of its own, so that no sequence is asked." } };
}

/** Rows of another server are not made; any that is there is looked for. */
export function foreignProbe(table: TableObject, attempt: Attempt): Probe {
  if (attempt.operation !== "select") throw new CannotSeed(`${keyOf(table)} lies on another server, where nothing is written for a test`);
  return { attempt, sql: `SELECT * FROM ${quoteObject(table)} LIMIT 1`, needsRow: true, rows: [], note: "Any row of the other server was looked for." };
}

function truncateProbe(table: TableObject, attempt: Attempt): Probe {
  return { attempt, sql: `TRUNCATE ${quoteObject(table)}`, needsRow: false, rows: [], otherwise: { attempt, sql: `TRUNCATE ${quoteObject(table)} CASCADE`, needsRow: false, rows: [], note: "With the tables that refer to it." } };
}

function few(table: TableObject): boolean {
  return (table.estimatedRows ?? 0) <= fewRows;
}

function isUnique(table: TableObject, column: string): boolean {
  return table.indexes.some((index) => index.unique && index.columns.includes(column));
}

function using(row: SeededRow): Probe["rows"][number] {
  return { table: row.table, side: "using", values: row.values };
}
