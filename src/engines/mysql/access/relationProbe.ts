import type { Operation } from "../../../core/access/operation.ts";
import type { Outcome } from "../../../core/access/attempt.ts";
import { StatementError, UnsupportedError } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";
import type { Result } from "../../engine.ts";
import { quoteName } from "../quote.ts";
import { isDenial, refused } from "./classify.ts";
import { withParents } from "./parents.ts";
import type { Actor, Room } from "./room.ts";
import { changeable, insertOf, planRow, type RowPlan } from "./seed.ts";
import { foreignValue, type Mapped, type Ownership, ownershipOf, ownValue } from "./whose.ts";
import { madeUp } from "./values.ts";

/** A row of a table or view, made for one try. */
interface Made extends Ownership {
  readonly relation: string;
  /** Columns of the relation that the base table has too. */
  readonly shown: ReadonlySet<string>;
  readonly own: string | undefined;
  readonly foreign: string | undefined;
  readonly mapped: Mapped | undefined;
  readonly invokers: boolean;
}

/** Tries one operation on a table or view, with rows made for it that are gone afterwards. */
export async function tryRelation(actor: Actor, room: Room): Promise<Outcome> {
  const made = madeFor(actor, room);
  const filled = new Set([made.base.name, ...(made.mapped === undefined ? [] : [made.mapped.table])]);
  try {
    if (made.mapped !== undefined) await insertMapped(made.mapped, room);
    return await tryOn(actor, made, room, filled);
  } finally {
    for (const table of filled) await room.session.run(`DELETE FROM ${quoteName(table)}`);
  }
}

function madeFor({ attempt: { object, identity }, account }: Actor, { catalog, flavour }: Room): Made {
  const relation = catalog.tables.find(({ name }) => name === object.name) ?? catalog.views.find(({ name }) => name === object.name);
  const ownership = relation === undefined ? undefined : ownershipOf(relation, catalog, flavour);
  if (relation === undefined || ownership === undefined) throw new UnsupportedError("engine", `${object.name} stands on no table by itself, so no row of it can be made.`);
  const own = ownValue(ownership, identity, account);
  const columns = new Set(relation.columns.map(({ name }) => name));
  const shown = new Set(ownership.base.columns.map(({ name }) => name).filter((name) => columns.has(name)));
  return { ...ownership, relation: relation.name, shown, own: own?.value, foreign: own === undefined ? undefined : foreignValue(ownership, own.value), mapped: own?.mapped, invokers: "query" in relation && relation.options["security"] === "INVOKER" };
}

async function tryOn(actor: Actor, made: Made, room: Room, filled: Set<string>): Promise<Outcome> {
  const { operation, row } = actor.attempt;
  const foreign = row === "foreign" || row === "otherTenant" || operation === "takeOver";
  if (operation === "insert" || operation === "insertReturning") return await insert(actor, made, foreign, room);
  const rows = withParents(room.catalog, made.base, ownerIn(made, foreign));
  const [own] = rows;
  const seed = insertOf(made.base.name, own!.plan);
  const before = operation === "select" ? await rowsSeen(actor, made) : undefined;
  for (const { table, plan } of rows) {
    filled.add(table.name);
    await room.session.run(insertOf(table.name, plan));
  }
  const witness: Evidence[] = [{ kind: "sql", title: "A row made for it", sql: seed }];
  if (operation === "select") return await select(actor, made, before, witness);
  const sql = statementOf(operation, made);
  if (typeof sql !== "string") return { ...sql, witness };
  return await run(actor, made, sql, witness, operation !== "truncate");
}

/** Whose the row is to be. */
function ownerIn(made: Made, foreign: boolean): RowPlan {
  const value = foreign ? made.foreign : made.own;
  return made.owner === undefined || value === undefined ? new Map() : new Map([[made.owner, value]]);
}

/** The statement of an operation on the one row that is there; an outcome where the relation has no way to write it. */
function statementOf(operation: Exclude<Operation, "select" | "insert" | "insertReturning">, made: Made): string | Omit<Outcome, "witness"> {
  const name = quoteName(made.relation);
  if (operation === "truncate") return `TRUNCATE TABLE ${name}`;
  if (operation === "delete") return `DELETE FROM ${name}`;
  if (operation === "update") {
    const column = changeable(made.base, made.shown, made.owner === undefined ? [] : [made.owner]);
    const value = column === undefined ? undefined : madeUp(column.type);
    if (column === undefined || value === undefined) return { verdict: "error", policies: [], message: `${made.relation} has no column that could be changed without changing which row it is.` };
    return `UPDATE ${name} SET ${quoteName(column.name)} = ${value}`;
  }
  const { owner, own, foreign } = made;
  if (owner === undefined || own === undefined || foreign === undefined) return { verdict: "error", policies: [], message: `No column of ${made.relation} says whose a row is.` };
  if (!made.shown.has(owner)) return { verdict: "denied", mechanism: "definition", policies: [made.relation], message: `${made.relation} does not show whose a row is, so it cannot be changed through it.` };
  return `UPDATE ${name} SET ${quoteName(owner)} = ${operation === "takeOver" ? own : foreign}`;
}

async function insert(actor: Actor, made: Made, foreign: boolean, room: Room): Promise<Outcome> {
  const returning = actor.attempt.operation === "insertReturning";
  if (returning && room.flavour === "mysql") return { verdict: "error", policies: [], message: "MySQL has no INSERT … RETURNING.", witness: [] };
  const plan = new Map([...planRow(made.base, ownerIn(made, foreign))].filter(([column]) => made.shown.has(column)));
  return await run(actor, made, `${insertOf(made.relation, plan)}${returning ? " RETURNING 1" : ""}`, [], true);
}

/** As the account, undone afterwards; no row reached is a denial by the view's condition. */
async function run({ session, account, attempt }: Actor, made: Made, sql: string, before: readonly Evidence[], undone: boolean): Promise<Outcome> {
  const witness: Evidence[] = [...before, { kind: "sql", title: `As ${attempt.identity.name}`, sql }];
  try {
    const result: Result = undone ? await session.transaction("rollback", () => session.run(sql)) : await session.run(sql);
    if (attempt.operation === "truncate") return through(made, undefined, witness);
    const rows = attempt.operation === "insertReturning" ? result.rows.length : result.rowCount;
    return rows === 0 ? unseen(made, witness) : through(made, rows, witness);
  } catch (error) {
    const isView = made.relation !== made.base.name;
    if (isView && attempt.operation === "truncate" && error instanceof StatementError && error.reason !== "permission") return { verdict: "denied", mechanism: "definition", policies: [], code: error.code, message: "A view cannot be truncated.", witness };
    return refused(error, account.name, made.invokers, witness);
  }
}

/** What is asked for: all that the relation shows, or columns by their names. */
function asked({ attempt }: Actor): string {
  return attempt.columns === undefined ? "*" : attempt.columns.map(quoteName).join(", ");
}

async function rowsSeen(actor: Actor, { relation }: Made): Promise<string | undefined> {
  try {
    return JSON.stringify((await actor.session.run(`SELECT ${asked(actor)} FROM ${quoteName(relation)}`, { maxRows: 100 })).rows);
  } catch (error) {
    if (error instanceof StatementError) return undefined;
    throw error;
  }
}

async function select(actor: Actor, made: Made, before: string | undefined, seeded: readonly Evidence[]): Promise<Outcome> {
  const { session, account, attempt } = actor;
  const sql = `SELECT ${asked(actor)} FROM ${quoteName(made.relation)}`;
  const witness = (text: string, result: Result): Evidence[] => [...seeded, { kind: "sql", title: `As ${attempt.identity.name}`, sql: text }, { kind: "table", title: "What came back", columns: result.columns.map(({ name }) => name), rows: result.rows }];
  try {
    const result = await session.run(sql, { maxRows: 5 });
    if (JSON.stringify((await session.run(sql, { maxRows: 100 })).rows) === before) return unseen(made, witness(sql, result));
    return through(made, result.rowCount, witness(sql, result));
  } catch (error) {
    if (!isDenial(error) || attempt.columns !== undefined) return refused(error, account.name, made.invokers, [...seeded, { kind: "sql", title: `As ${attempt.identity.name}`, sql }]);
    // Who was granted some columns may still count the rows.
    const counted = `SELECT COUNT(*) FROM ${quoteName(made.relation)}`;
    const some = await session.run(counted).catch((second: unknown) => refused(second, account.name, made.invokers, [{ kind: "sql", title: `As ${attempt.identity.name}`, sql }]));
    if ("verdict" in some) return refused(error, account.name, made.invokers, [...seeded, { kind: "sql", title: `As ${attempt.identity.name}`, sql }]);
    const rows = Number(some.rows[0]?.[0] ?? 0);
    return rows === 0 ? unseen(made, witness(counted, some)) : { ...through(made, rows, witness(counted, some)), message: "Some of the columns alone were granted." };
  }
}

function through({ guard, relation }: Made, rows: number | undefined, witness: readonly Evidence[]): Outcome {
  const decided = guard?.view.name === relation;
  return { verdict: "allowed", mechanism: decided ? "policy" : "open", policies: decided ? [relation] : [], ...(rows === undefined ? {} : { rows }), witness };
}

/** Where no condition asks who it is, the row was not held back: it does not show for another reason. */
function unseen({ guard, relation }: Made, witness: readonly Evidence[]): Outcome {
  if (guard?.view.name !== relation) return { verdict: "error", policies: [], rows: 0, message: `No row that was made for it shows in ${relation}, which has conditions of its own.`, witness };
  return { verdict: "denied", mechanism: "using", rows: 0, policies: [relation], witness };
}

async function insertMapped({ table, values }: Mapped, { session, catalog }: Room): Promise<void> {
  const found = catalog.tables.find(({ name }) => name === table);
  if (found === undefined) throw new UnsupportedError("engine", `The table ${table} that says who owns what is not there.`);
  await session.run(insertOf(table, planRow(found, values)));
}
