import type { Attempt } from "../../../core/access/attempt.ts";
import type { TriggerObject } from "../../../core/catalog/catalog.ts";
import { quoteName, quoteObject, quoteText } from "../quote.ts";
import { CannotSeed } from "./cannotSeed.ts";
import { marksOf } from "./marks.ts";
import { needsValue } from "./needsValue.ts";
import { changesOf } from "./probes.ts";
import { keyColumns, keyOf } from "./relations.ts";
import type { Probe, Room } from "./room.ts";
import { columnOf } from "./seeder.ts";
import { literal } from "./values.ts";
import { rowThrough, type Shown } from "./viewRow.ts";
import { wayOf } from "./viewWriting.ts";

/** Above this many rows they are not counted to see whether one came. */
const fewRows = 10_000;

/** What somebody runs to write through a view. What a trigger did instead is looked for in the table behind, because the count of its statement tells nothing. Throws CannotSeed. */
export async function viewWriteProbe(room: Room, shown: Shown, attempt: Attempt): Promise<Probe> {
  const { view, table } = shown;
  const writing = (await room.writing()).get(keyOf(view));
  const way = wayOf(writing, attempt.operation);
  if (way === undefined || writing === undefined) throw new CannotSeed(`nobody can ${attempt.operation === "insert" || attempt.operation === "insertReturning" ? "insert into" : attempt.operation === "delete" ? "delete from" : "update"} ${keyOf(view)}: it is more than a plain selection from one table, and no trigger writes instead of it`);
  const settable = (column: string): boolean => {
    const through = shown.columns.get(column);
    return through !== undefined && (way === "trigger" || writing.columns.has(through));
  };
  const probe = attempt.operation === "insert" || attempt.operation === "insertReturning" ? await insertThrough(room, shown, attempt, settable, way) : await changeThrough(room, shown, attempt, settable, way);
  return way === "server" ? probe : { ...probe, asCaller: !triggerOf(shown, attempt).some(({ definition }) => runsAsOwner(room, definition)), note: `A trigger writes instead; what came of it was looked for in ${keyOf(table)}.` };
}

async function changeThrough(room: Room, shown: Shown, attempt: Attempt, settable: (column: string) => boolean, way: "server" | "trigger"): Promise<Probe> {
  const { view, table } = shown;
  const row = await room.seeder.row(table, attempt.identity, attempt.operation === "changeOwner" ? "own" : attempt.row);
  const where = rowThrough(room, shown, row);
  if (where === undefined) throw new CannotSeed(`${keyOf(view)} shows no key of the tables behind it, so that no row of theirs can be tried through it`);
  const seen = `SELECT * FROM ${quoteObject(view)} WHERE ${where}`;
  const using = { table, side: "using" as const, values: row.values };
  if (attempt.operation === "delete") {
    const gone = { reached: `SELECT NOT EXISTS (SELECT FROM ${quoteObject(table)} WHERE ${row.where})` };
    return { attempt, sql: `DELETE FROM ${quoteObject(view)} WHERE ${where}`, needsRow: true, seen, rows: [using], ...(way === "trigger" ? gone : {}) };
  }
  const changes = await changesOf(room, table, attempt, row, settable);
  const set = [...changes].map(([name, value]) => `${quoteName(shown.columns.get(name)!)} = ${literal(columnOf(table, name), value)}`).join(", ");
  const moved = { reached: `SELECT NOT EXISTS (SELECT FROM ${quoteObject(table)} WHERE ctid = ${quoteText(row.place)} AND ${row.where})` };
  return { attempt, sql: `UPDATE ${quoteObject(view)} SET ${set} WHERE ${where}`, needsRow: true, seen, rows: [using, { table, side: "check", values: new Map([...row.values, ...changes]) }], ...(way === "trigger" ? moved : {}) };
}

async function insertThrough(room: Room, shown: Shown, attempt: Attempt, settable: (column: string) => boolean, way: "server" | "trigger"): Promise<Probe> {
  const { view, table, columns } = shown;
  const plan = await room.seeder.plan(table, attempt.identity, attempt.row);
  const hidden = [...plan.keys()].filter((column) => !settable(column));
  const marks = new Set(marksOf(room.relations.catalog, table).map(({ column }) => column));
  if (attempt.row !== "own" && attempt.row !== "any") {
    const unseen = hidden.find((column) => marks.has(column));
    if (unseen !== undefined) throw new CannotSeed(`${keyOf(view)} does not show ${unseen}, so nobody can say through it whose a new row is`);
  }
  const required = hidden.find((column) => way === "server" && needsValue(columnOf(table, column)));
  if (required !== undefined) throw new CannotSeed(`${keyOf(view)} does not show ${required}, which every row of ${keyOf(table)} must have, so nothing can be inserted through it`);
  const planned = await room.seeder.tried(table, plan);
  const given = [...plan].filter(([column]) => settable(column));
  if (given.length === 0) throw new CannotSeed(`${keyOf(view)} shows no column of ${keyOf(table)} that could be given`);
  const key = keyColumns(table).flatMap((column) => columns.get(column) ?? []);
  const returning = attempt.operation === "insertReturning" ? ` RETURNING ${(key.length > 0 ? key : view.columns.slice(0, 1).map(({ name }) => name)).map(quoteName).join(", ")}` : "";
  const insert = (values: readonly (readonly [string, string | null])[]): string => `INSERT INTO ${quoteObject(view)} (${values.map(([column]) => quoteName(columns.get(column)!)).join(", ")}) VALUES (${values.map(([column, value]) => literal(columnOf(table, column), value)).join(", ")})${returning}`;
  const shared = { attempt, needsRow: true, denies: "definition" as const, rows: [{ table, side: "check" as const, values: planned.values }] };
  const cleared = planned.before === undefined ? [] : [planned.before];
  const counted = way === "trigger" && (table.estimatedRows ?? 0) <= fewRows;
  const before = counted ? [...cleared, `SELECT pg_catalog.set_config('data_engineer.rows', (SELECT count(*)::text FROM ${quoteObject(table)}), true)`] : cleared;
  const whole: Probe = { ...shared, before, sql: insert(given), ...(counted ? { reached: `SELECT count(*) > pg_catalog.current_setting('data_engineer.rows')::bigint FROM ${quoteObject(table)}` } : {}) };
  const filled = keyColumns(table).filter((column) => !plan.has(column) && settable(column)).map((column) => [column, planned.values.get(column) ?? null] as const);
  return filled.length === 0 ? whole : { ...whole, otherwise: { ...whole, sql: insert([...given, ...filled]), note: "With a key of its own, so that no sequence is asked." } };
}

function triggerOf({ view }: Shown, { operation }: Attempt): readonly TriggerObject[] {
  const event = operation === "delete" ? /\bDELETE\b/ : operation === "insert" || operation === "insertReturning" ? /\bINSERT\b/ : /\bUPDATE\b/;
  return view.triggers.filter(({ definition, enabled }) => enabled !== "disabled" && /\bINSTEAD OF\b/.test(definition) && event.test(definition));
}

function runsAsOwner({ relations }: Room, definition: string): boolean {
  const called = /\bEXECUTE (?:FUNCTION|PROCEDURE) (.+?)\(/.exec(definition)?.[1] ?? "";
  return relations.catalog.routines.some(({ schema, name, securityDefiner }) => securityDefiner && (called === `${quoteName(schema)}.${quoteName(name)}` || called === `${schema}.${name}` || called === name || called === quoteName(name)));
}
