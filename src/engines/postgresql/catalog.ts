import type { Catalog } from "../../core/catalog/catalog.ts";
import type { ServerFacts } from "../engine.ts";
import { assemble } from "./catalog/assemble.ts";
import { commentsQuery } from "./catalog/comments.ts";
import type { CatalogQuery } from "./catalog/family.ts";
import { byRelation, type Changes, changesSince, dependentsStep, type Known, merged, relationQueries, type RelationRows, relationsInOrder } from "./catalog/known.ts";
import { othersQuery } from "./catalog/others.ts";
import { relationsQuery } from "./catalog/relations.ts";
import { routinesQuery } from "./catalog/routines.ts";
import { extensionsQuery, schemasQuery } from "./catalog/schemas.ts";
import { sequencesQuery } from "./catalog/sequences.ts";
import { readStamps, type Stamps, stampsQuery } from "./catalog/stamps.ts";
import { domainsQuery, typesQuery } from "./catalog/types.ts";
import type { BatchStep, RawRow, StepResult } from "./wire/batch.ts";
import type { Wire } from "./wire/wire.ts";

/** Read in full each time: they cost little. */
const queries: readonly CatalogQuery[] = [commentsQuery, schemasQuery, extensionsQuery, typesQuery, domainsQuery, sequencesQuery, routinesQuery, othersQuery];

/**
 * Settings under which the server writes the same definition for the same object, whoever asks: all names qualified, constants in one notation.
 * The plans are made while the database is small and used while it grows, so that they go by indexes from the start.
 */
const plainText: BatchStep = {
  name: "data_engineer_catalog_settings",
  text: `SELECT ${Object.entries({ search_path: "pg_catalog", quote_all_identifiers: "off", DateStyle: "ISO, YMD", IntervalStyle: "postgres", extra_float_digits: "3", bytea_output: "hex", TimeZone: "UTC", xmlbinary: "base64", jit: "off", enable_seqscan: "off" })
    .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`)
    .join(", ")}`,
};

/** How many relations a connection's catalog plans were made for. */
const plannedFor = new WeakMap<Wire, number>();

/** Plans made for a few relations are slow for many: they are dropped when the schema has grown by half since they were made. */
const discardPlans: BatchStep = { name: "data_engineer_discard_plans", text: "DISCARD PLANS" };

/** The last few states of a connection's schema that were read inside a transaction, newest first. Of one transaction. */
const knownStates = new WeakMap<Wire, readonly Known[]>();
const keptStates = 3;

/** To be called when a transaction begins: what the server counts for one says nothing about the next. */
export function forgetCatalog(wire: Wire): void {
  knownStates.delete(wire);
}

interface Reading {
  readonly wire: Wire;
  readonly version: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The whole schema; in a transaction it sees what that did, and leaves its settings as they were. Outside of one it takes one round trip (two where plans are renewed).
 * Inside, where a dry-run reads it after every script, relations that cannot have changed since an earlier reading are not read again.
 */
export async function readCatalog(wire: Wire, facts: ServerFacts, inTransaction: boolean, signal?: AbortSignal): Promise<Catalog> {
  const reading: Reading = { wire, version: facts.versionNumber, signal };
  const before = steps(inTransaction ? ["SAVEPOINT data_engineer_catalog"] : ["BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"]);
  const after = steps(inTransaction ? ["ROLLBACK TO SAVEPOINT data_engineer_catalog", "RELEASE SAVEPOINT data_engineer_catalog"] : ["ROLLBACK"]);
  return await wire.exclusive(async () => {
    try {
      return inTransaction ? await readAgain(reading, before, after) : await readAll(reading, before, after);
    } catch (error) {
      if (wire.status === "E" || (wire.status === "T" && !inTransaction)) await wire.sendNow(after).catch(() => undefined);
      throw error;
    }
  });
}

async function readAll(reading: Reading, before: readonly BatchStep[], after: readonly BatchStep[]): Promise<Catalog> {
  await renewPlans(reading);
  const results = await send(reading, [...before, plainText, ...fullSteps(reading), ...relationSteps(reading), ...after]);
  const rows = rowsOf(results.slice(before.length + 1), [...queries, ...relationQueries]);
  grown(reading, rows);
  return assemble((query) => rows.get(query.name) ?? []);
}

async function readAgain(reading: Reading, before: readonly BatchStep[], after: readonly BatchStep[]): Promise<Catalog> {
  await renewPlans(reading);
  // The stamps come first: what another session commits meanwhile is then read again the next time.
  const first = await send(reading, [...before, plainText, stampsStep, ...fullSteps(reading)]);
  const stamps = readStamps(first[before.length + 1]?.rows ?? []);
  const rows = await relationRows(reading, stamps, after);
  knownStates.set(reading.wire, [{ stamps, rows }, ...(knownStates.get(reading.wire) ?? [])].slice(0, keptStates));
  const all = rowsOf(first.slice(before.length + 2), queries);
  for (const { name } of relationQueries) all.set(name, name === relationsQuery.name ? relationsInOrder(rows) : [...(rows.get(name)?.values() ?? [])].flat());
  grown(reading, all);
  return assemble((query) => all.get(query.name) ?? []);
}

async function relationRows(reading: Reading, now: Stamps, after: readonly BatchStep[]): Promise<RelationRows> {
  const found = (knownStates.get(reading.wire) ?? []).flatMap((known) => changesSince(known, now) ?? []);
  const [least] = found.sort((a, b) => a.added.length + a.changed.length - b.added.length - b.changed.length);
  if (least === undefined) return await groupedRows(reading, relationSteps(reading), after);
  const again = new Set([...least.added, ...least.changed, ...(await dependents(reading, least.changed))]);
  if (again.size > 0) return merged(least, now, again, await groupedRows(reading, relationSteps(reading, [...again]), after));
  await send(reading, after);
  return merged(least, now, again, new Map());
}

async function groupedRows(reading: Reading, asked: readonly BatchStep[], after: readonly BatchStep[]): Promise<RelationRows> {
  const rows = rowsOf(await send(reading, [...asked, ...after]), relationQueries);
  return new Map([...rows].map(([name, own]) => [name, byRelation(own)]));
}

async function dependents(reading: Reading, changed: Changes["changed"]): Promise<string[]> {
  if (changed.length === 0) return [];
  const [result] = await send(reading, [{ ...dependentsStep, values: [arrayOf(changed)] }]);
  return (result?.rows ?? []).map(([oid]) => oid ?? "");
}

const stampsStep: BatchStep = { name: `data_engineer_catalog_${stampsQuery.name}`, text: stampsQuery.sql(0) };

function fullSteps({ version }: Reading): BatchStep[] {
  return queries.map((query) => ({ name: `data_engineer_catalog_${query.name}`, text: query.sql(version) }));
}

/** For all relations, or for those with these oids. */
function relationSteps({ version }: Reading, oids?: readonly string[]): BatchStep[] {
  if (oids === undefined) return relationQueries.map((query) => ({ name: `data_engineer_catalog_${query.name}`, text: query.sql(version) }));
  return relationQueries.map((query) => ({ name: `data_engineer_catalog_some_${query.name}`, text: query.sql(version, "c.oid = ANY ($1::pg_catalog.oid[])"), values: [arrayOf(oids)] }));
}

function arrayOf(oids: readonly string[]): string {
  return `{${oids.join(",")}}`;
}

function steps(texts: readonly string[]): BatchStep[] {
  return texts.map((text) => ({ name: text.toLowerCase().replaceAll(" ", "_"), text }));
}

function send({ wire, signal }: Reading, asked: readonly BatchStep[]): Promise<readonly StepResult[]> {
  return wire.sendNow(asked, { signal });
}

function rowsOf(results: readonly StepResult[], asked: readonly { readonly name: string }[]): Map<string, readonly RawRow[]> {
  return new Map(asked.map(({ name }, at) => [name, results[at]?.rows ?? []]));
}

/** By itself: the server would count it to the transaction that BEGIN opens, and refuse the isolation level. */
async function renewPlans(reading: Reading): Promise<void> {
  if (plannedFor.get(reading.wire) !== -1) return;
  await send(reading, [discardPlans]);
  plannedFor.delete(reading.wire);
}

/** Has the catalog's statements planned anew the next time where the schema has outgrown their plans. */
function grown(reading: Reading, rows: ReadonlyMap<string, readonly RawRow[]>): void {
  const { wire } = reading;
  wire.planAgain([stampsStep, dependentsStep, ...fullSteps(reading), ...relationSteps(reading), ...relationSteps(reading, [])], [...rows.values()].reduce((sum, own) => sum + own.length, 0));
  const relations = rows.get(relationsQuery.name)?.length ?? 0;
  const planned = plannedFor.get(wire) ?? relations;
  plannedFor.set(wire, relations > 20 + planned * 1.5 ? -1 : planned);
}
