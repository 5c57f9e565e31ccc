import type { Attempt, Mechanism, Outcome } from "../../../core/access/attempt.ts";
import type { Catalog, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { StatementError, throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { becoming } from "./become.ts";
import { roleTakingTrigger } from "./bodyStays.ts";
import { CannotSeed } from "./cannotSeed.ts";
import { denialOf } from "./classify.ts";
import { askKey } from "./askKey.ts";
import { askPolicies, deciders, type PolicySays } from "./deciders.ts";
import { outsideTrigger, reaches } from "./outside.ts";
import { foreignProbe, tableProbe } from "./probes.ts";
import { keyOf, Relations } from "./relations.ts";
import type { Probe, Room } from "./room.ts";
import { routineProbe } from "./routineProbe.ts";
import { Seeder } from "./seeder.ts";
import { standingOf } from "./standing.ts";
import { undone } from "./undone.ts";
import { viewProbe } from "./viewProbe.ts";
import { readWriting } from "./viewWriting.ts";
import { witnessOf } from "./witness.ts";

/** Tries each in its own savepoint, as somebody; rows that are needed are made once, and nothing of it is left. `catalog` is the schema as the session sees it. */
export async function attemptAll(session: Session, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal): Promise<Outcome[]> {
  const outcomes = new Map<Attempt, Outcome>();
  await eachAttempt(session, catalog, attempts, signal, (attempt, outcome) => void outcomes.set(attempt, outcome));
  return attempts.map((attempt) => outcomes.get(attempt)!);
}

/** Told after each attempt: what came of it, and what was executed; absent where nothing could be. */
export type Came = (attempt: Attempt, outcome: Outcome, probe: Probe | undefined, seeder: Seeder) => void;

/**
 * As `attemptAll`, telling each as it comes. Rows are made anew for each identity: a row that is somebody else's for one could make that person a member of
 * a tenant that is not theirs. A setting that was once set is empty afterwards instead of unset, so those who set the least come first.
 */
export async function eachAttempt(session: Session, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal, told: Came): Promise<void> {
  const relations = new Relations(catalog);
  const identities = [...new Set(attempts.map(({ identity }) => identity))].sort((one, other) => Object.keys(one.settings).length - Object.keys(other.settings).length);
  const standings = new Map<string, Promise<Mechanism>>();
  let writing: ReturnType<typeof readWriting> | undefined;
  for (const identity of identities) {
    await session.savepoint("undo", async () => {
      const room: Room = { session, relations, seeder: new Seeder(session, relations), signal, writing: () => (writing ??= readWriting(session)) };
      await room.seeder.quiet();
      await room.seeder.join(identity);
      for (const attempt of attempts) {
        if (attempt.identity !== identity) continue;
        throwIfCancelled(signal);
        const { outcome, probe } = await tryOne(room, attempt, standings);
        told(attempt, outcome, probe, room.seeder);
      }
    });
  }
}

interface Tried {
  readonly outcome: Outcome;
  readonly probe?: Probe;
}

async function tryOne(room: Room, attempt: Attempt, standings: Map<string, Promise<Mechanism>>): Promise<Tried> {
  try {
    for (const { object, row } of attempt.besides ?? []) await beside(room, object, attempt, row);
    if (attempt.asks !== undefined) return { outcome: await askKey(room, attempt, attempt.asks) };
    const probe = await probeOf(room, attempt);
    const came = await runProbe(room, probe);
    return { outcome: await outcomeOf(room, probe, came, standings), probe: came.probe };
  } catch (error) {
    if (error instanceof CannotSeed) return { outcome: { verdict: "error", policies: [], message: `Not tested: ${error.message}.`, witness: [] } };
    if (error instanceof StatementError) return { outcome: { verdict: "error", policies: [], code: error.code, message: `Not tested: ${error.message}`, witness: [] } };
    throw error;
  }
}

/** A row that should be there too. */
async function beside(room: Room, object: Attempt["object"], { identity }: Attempt, row: Attempt["row"]): Promise<void> {
  const table = room.relations.table(object);
  if (table === undefined) return;
  await room.session.savepoint("keep", () => room.seeder.row(table, identity, row)).catch((error: unknown) => {
    if (!(error instanceof StatementError) && !(error instanceof CannotSeed)) throw error;
  });
}

async function probeOf(room: Room, attempt: Attempt): Promise<Probe> {
  const { object } = attempt;
  if (object.form === "routine") {
    const routine = room.relations.routine(object);
    if (routine === undefined) throw new CannotSeed(`there is no routine ${keyOf(object)}(${object.signature ?? ""})`);
    if (routine.form === "procedure" && reaches(room.relations.catalog, routine.definition)) throw new CannotSeed(`${keyOf(object)} acts outside of the transaction, so it is not called`);
    return routineProbe(room.relations.catalog, routine, attempt);
  }
  const view = room.relations.view(object);
  if (view !== undefined) {
    if (attempt.operation !== "select") for (const one of [view, ...room.relations.tablesBehind(view)]) refuseOutside(room.relations.catalog, one);
    return await viewProbe(room, view, attempt);
  }
  const table = room.relations.table(object);
  if (table === undefined) throw new CannotSeed(`there is no relation ${keyOf(object)}`);
  if (attempt.operation !== "select") refuseOutside(room.relations.catalog, table);
  if (table.form === "foreign") return foreignProbe(table, attempt);
  return await tableProbe(room, table, attempt);
}

/** Throws CannotSeed where writing sets off what no rollback takes back, or what leaves the role that it is tried as. */
function refuseOutside(catalog: Catalog, relation: TableObject | ViewObject): void {
  const outside = outsideTrigger(catalog, relation);
  if (outside !== undefined) throw new CannotSeed(`trigger ${outside} of ${keyOf(relation)} acts outside of the transaction, which no rollback takes back`);
  const taking = roleTakingTrigger(catalog, relation);
  if (taking !== undefined) throw new CannotSeed(`trigger ${taking} of ${keyOf(relation)} changes roles or settings, and could leave the role that it is tried as`);
}

/** What came of a probe, and of the one that needs less where the first did not go through. */
interface Ran {
  readonly probe: Probe;
  readonly rows: number;
  readonly error?: StatementError;
}

async function runProbe(room: Room, probe: Probe): Promise<Ran> {
  const came = await runFirst(room, probe);
  return probe.then !== undefined && wentThrough(came) ? await runOnce(room, probe.then) : came;
}

function wentThrough({ probe, rows, error }: Ran): boolean {
  return error === undefined && (!probe.needsRow || rows > 0);
}

async function runFirst(room: Room, probe: Probe): Promise<Ran> {
  const came = await runOnce(room, probe);
  const stopped = came.error === undefined ? probe.needsRow && came.rows === 0 : (probe.attempt.operation === "execute" ? denialOf(came.error) === undefined : denialOf(came.error) === "grant" || came.error.code === "0A000");
  if (probe.otherwise === undefined || !stopped) return came;
  const second = await runOnce(room, probe.otherwise);
  return wentThrough(second) || came.error?.code === "0A000" ? second : came;
}

async function runOnce(room: Room, probe: Probe): Promise<Ran> {
  const { session, signal } = room;
  let rows = 0;
  try {
    const { identity, prepared = [] } = probe.attempt;
    const statements = [...(probe.before ?? []), ...prepared, ...becoming(identity, room.seeder.triggersOff ? "on" : "as they are"), probe.sql];
    if (probe.reached === undefined) rows = (await undone(session, statements, { signal, maxRows: 3 })).rowCount;
    else rows = (await undone(session, [...statements, identity.session === undefined ? "RESET ROLE" : "RESET SESSION AUTHORIZATION", ...(await room.seeder.lifting(probe.rows[0]?.table)), probe.reached], { signal })).rows[0]?.[0] === true ? 1 : 0;
    return { probe, rows };
  } catch (error) {
    if (error instanceof StatementError) return { probe, rows: 0, error };
    throw error;
  }
}

async function outcomeOf(room: Room, asked: Probe, came: Ran, standings: Map<string, Promise<Mechanism>>): Promise<Outcome> {
  const { probe, error, rows } = came;
  const { attempt } = probe;
  const denied = error === undefined ? (probe.needsRow && rows === 0 ? (probe.denies ?? "using") : undefined) : denialOf(error);
  if (error !== undefined && denied === undefined) return { verdict: "error", policies: [], code: error.code, message: probe.failed === undefined ? error.message : `${probe.failed}: ${error.message}`, witness: witnessOf(probe, came, []) };
  const tried = rowsFor(room, probe);
  const table = tried[0]?.table;
  const standing = table === undefined ? undefined : await cached(standings, `${keyOf(table)}\0${attempt.identity.role ?? ""}`, () => standingOf(room.session, table, attempt.identity));
  const said: readonly PolicySays[] = table === undefined || standing !== "policy" || denied === "grant" || denied === "schema" ? [] : await askPolicies(room.session, attempt.identity, attempt.operation, tried);
  const told = error === undefined ? {} : { code: error.code, message: error.message };
  if (denied !== undefined) {
    const side = denied === "check" || denied === "using" ? denied : undefined;
    const mechanism = denied === "using" && probe.seen !== undefined ? await throughView(room, probe, probe.seen) : denied;
    return { verdict: "denied", mechanism, rows: 0, policies: deciders(said, false, side), ...told, ...whyNot(asked, tried, denied, said), witness: witnessOf(probe, came, said) };
  }
  return { verdict: "allowed", mechanism: mechanismOfView(room, probe) ?? standing ?? "open", rows, policies: deciders(said, true), ...(probe.note === undefined ? {} : { message: probe.note }), witness: witnessOf(probe, came, said) };
}

/** A row that even the connection's own role does not find through a view is left out by the view itself. */
async function throughView(room: Room, probe: Probe, seen: string): Promise<Mechanism> {
  const { rowCount } = await undone(room.session, [...(probe.before ?? []), seen], { maxRows: 1 });
  return rowCount === 0 ? "definition" : "using";
}

/** The rows that policies are asked of as who asks: none where a view reads and writes them as somebody else. */
function rowsFor(room: Room, probe: Probe): Probe["rows"] {
  return mechanismOfView(room, probe) === undefined ? probe.rows : [];
}

/** A view that does not read as who asks reads as its owner, and so writes, unless a trigger writes instead; undefined where it is who asks, and for what is no view. */
function mechanismOfView(room: Room, { attempt, asCaller }: Probe): Mechanism | undefined {
  const view = room.relations.view(attempt.object);
  if (view === undefined || asCaller === true) return undefined;
  return asCaller === undefined && /^(?:true|on|1|yes)$/i.test(view.options["security_invoker"] ?? "") ? undefined : "owner";
}

function whyNot({ attempt }: Probe, tried: Probe["rows"], denied: Mechanism, said: readonly PolicySays[]): { readonly message?: string } {
  if (denied !== "using" || tried.length === 0 || said.some(({ side }) => side === "using")) return {};
  return { message: `No policy of ${keyOf(tried[0]!.table)} for this command applies to ${attempt.identity.name}.` };
}

function cached<Value>(map: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
