import type { AccessObject, Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { Expectation, PolicyDesign, ReadingCost } from "../../../core/access/policyDesign.ts";
import type { Identity } from "../../../core/access/identity.ts";
import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../../../core/catalog/diff.ts";
import { fingerprint } from "../../../core/catalog/fingerprint.ts";
import type { StatementError } from "../../../core/errors.ts";
import { isDataEngineerError } from "../../../core/errors.ts";
import type { AccessAdapter } from "../../../engines/access.ts";
import type { Session } from "../../../engines/engine.ts";

/** One thing that was tried without and with the protection. */
export interface Tried extends Omit<Expectation, "object">, Attempt {
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Priced {
  readonly identity: Identity;
  readonly before: ReadingCost | null;
  readonly after: ReadingCost | null;
}

/** What a trial showed; everything in it was rolled back. */
export interface Proven {
  readonly tried: readonly Tried[];
  readonly costs: readonly Priced[];
  /** Of the schema with the protection. */
  readonly fingerprint: string;
  /** What the undo leaves different; empty where it restores exactly what was there. */
  readonly differences: readonly string[];
}

/** A statement of the design that the server refused. */
export interface Refused {
  readonly statement: string;
  readonly error: StatementError;
}

/** Inside a trial: tries, protects, tries again, and takes it back to compare. With `keep` the protection stands afterwards, for the next table. */
export async function proveDesign(trial: Session, access: AccessAdapter<Session>, catalog: Catalog, table: TableObject, design: PolicyDesign, keep: boolean, signal: AbortSignal): Promise<Proven | Refused> {
  const before = await lookedAt(trial, access, catalog, table, design, signal);
  const refused = await runAll(trial, design.statements, signal);
  if (refused !== null) return refused;
  const protectedCatalog = await trial.catalog(signal);
  const after = await lookedAt(trial, access, protectedCatalog, table, design, signal);
  const differences = await takenBack(trial, catalog, design.undo, keep, signal);
  return {
    tried: (design.expected ?? []).flatMap((one, at) => {
      const [was, is] = [before.outcomes[at], after.outcomes[at]];
      return was === undefined || is === undefined ? [] : [{ ...one, object: one.object ?? objectOf(table), before: was, after: is }];
    }),
    costs: before.costs.map((cost, at) => ({ identity: cost.identity, before: cost.cost, after: after.costs[at]?.cost ?? null })),
    fingerprint: fingerprint(protectedCatalog),
    differences,
  };
}

interface Look {
  readonly outcomes: readonly Outcome[];
  readonly costs: readonly { readonly identity: Identity; readonly cost: ReadingCost | null }[];
}

/** Who reaches what now, and what it costs; the rows that this needs are gone afterwards, so that they are in nobody's way. */
async function lookedAt(trial: Session, access: AccessAdapter<Session>, catalog: Catalog, table: TableObject, design: PolicyDesign, signal: AbortSignal): Promise<Look> {
  const expected = design.expected ?? [];
  const [somebody] = expected;
  const look = async (): Promise<Look> => {
    if (somebody !== undefined && design.owned !== undefined) await access.seed?.(trial, catalog, somebody.identity, design.owned);
    const outcomes = await access.attempt(trial, catalog, expected.map((one): Attempt => ({ identity: one.identity, operation: one.operation, row: one.row, object: placeOf(one, catalog, table) })), signal);
    return { outcomes, costs: await price(trial, access, expected, table, signal) };
  };
  return trial.migrations.undoes === "structure" ? await trial.savepoint("undo", look) : await look();
}

export function isRefused(result: Proven | Refused): result is Refused {
  return "statement" in result;
}

/** Runs statements in their order; gives the first that the server refuses, with all of them undone where the engine can. */
export async function runAll(session: Session, statements: readonly string[], signal: AbortSignal): Promise<Refused | null> {
  let statement = "";
  try {
    const all = async (): Promise<void> => {
      for (statement of statements) await session.run(statement, { signal });
    };
    await (session.migrations.undoes === "structure" ? session.savepoint("keep", all) : all());
    return null;
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind !== "statement") throw error;
    return { statement, error: error as StatementError };
  }
}

async function takenBack(trial: Session, before: Catalog, undo: readonly string[], keep: boolean, signal: AbortSignal): Promise<string[]> {
  const compare = async (): Promise<string[]> => {
    const refused = await runAll(trial, undo, signal);
    return refused === null ? diffCatalogs(before, await trial.catalog(signal)).map(describeDifference) : [`${refused.statement.split("\n", 1)[0]} is refused: ${refused.error.message}`];
  };
  return keep && trial.migrations.undoes === "structure" ? await trial.savepoint("undo", compare) : keep ? [] : await compare();
}

async function price(trial: Session, access: AccessAdapter<Session>, expected: readonly Expectation[], table: TableObject, signal: AbortSignal): Promise<{ readonly identity: Identity; readonly cost: ReadingCost | null }[]> {
  if (access.cost === undefined) return [];
  const people = [...new Map(expected.map(({ identity }) => [identity.name, identity])).values()];
  const found: { identity: Identity; cost: ReadingCost | null }[] = [];
  for (const identity of people) found.push({ identity, cost: await access.cost(trial, identity, table, signal) });
  return found;
}

/** The table as long as what is to be tried is not there. */
function placeOf({ object }: Expectation, { tables, views }: Catalog, table: TableObject): AccessObject {
  return object !== undefined && [...tables, ...views].some(({ schema, name }) => schema === object.schema && name === object.name) ? object : objectOf(table);
}

function objectOf(table: TableObject): AccessObject {
  const form = table.form === "collection" ? "collection" : table.form === "foreign" ? "foreignTable" : table.partitionOf === undefined ? "table" : "partition";
  return { form, schema: table.schema, name: table.name };
}
