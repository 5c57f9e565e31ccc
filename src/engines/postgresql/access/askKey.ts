import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";
import { quoteObject } from "../quote.ts";
import { becomeStatement, becoming } from "./become.ts";
import { CannotSeed } from "./cannotSeed.ts";
import { denialOf } from "./classify.ts";
import type { RowPlan } from "./plan.ts";
import { keyOf } from "./relations.ts";
import type { Room } from "./room.ts";
import { columnOf, insertStatement, type SeededRow } from "./seeder.ts";
import { undone } from "./undone.ts";
import { valueFor } from "./values.ts";

/** Two inserts that differ in what they ask for alone: somebody else's row, which the identity does not see, and one that does not exist. */
interface Question {
  readonly hidden: SeededRow;
  readonly there: string;
  readonly missing: string;
  /** Is this what the server says where the row is there, or where it is not? */
  readonly tells: (there: Answer, missing: Answer) => boolean;
}

type Answer = StatementError | "accepted";

const foreignKeyViolation = "23503";
const uniqueViolation = "23505";

/** Asks a key whether a row that the identity does not see exists. Allowed: the answers differ. Throws CannotSeed where the rows cannot be made. */
export async function askKey(room: Room, attempt: Attempt, key: string): Promise<Outcome> {
  const table = room.relations.table(attempt.object);
  if (table === undefined) throw new CannotSeed(`there is no table ${keyOf(attempt.object)}`);
  const { hidden, there, missing, tells } = await question(room, table, attempt, key);
  const look = `SELECT 1 FROM ${quoteObject(hidden.table)} WHERE ${hidden.where}`;
  const seen = await answer(room, attempt, look);
  if (seen.rows > 0) return { verdict: "error", policies: [], message: `Not tested: ${attempt.identity.name} sees the row that the key should tell of.`, witness: [] };
  if (seen.answer !== "accepted" && denialOf(seen.answer) === undefined) return failed(seen.answer);
  const [first, second] = [(await answer(room, attempt, there)).answer, (await answer(room, attempt, missing)).answer];
  const witness = told(attempt, [[look, seen.answer, "0 rows"], [there, first, "accepted"], [missing, second, "accepted"]]);
  if (tells(first, second)) return { verdict: "allowed", mechanism: "key", policies: [], witness };
  const refusal = [first, second].find((one) => one !== "accepted");
  const mechanism = refusal === undefined ? undefined : denialOf(refusal);
  if (refusal !== undefined && mechanism === undefined && first !== "accepted" && second !== "accepted") return { ...failed(refusal), witness };
  return { verdict: "denied", ...(mechanism === undefined ? {} : { mechanism }), policies: [], witness };
}

async function question(room: Room, table: TableObject, attempt: Attempt, name: string): Promise<Question> {
  const foreign = table.constraints.find((one) => one.form === "foreignKey" && one.name === name);
  return foreign === undefined ? await ofUnique(room, table, attempt, name) : await ofForeignKey(room, table, attempt, foreign);
}

async function ofForeignKey(room: Room, table: TableObject, { identity, row }: Attempt, key: ConstraintObject): Promise<Question> {
  const parent = key.references === undefined ? undefined : room.relations.table({ schema: key.references.schema, name: key.references.table });
  if (parent === undefined) throw new CannotSeed(`the table that ${key.name} refers to is not there`);
  const hidden = await room.seeder.row(parent, identity, row);
  const plan = await room.seeder.plan(table, identity, "own");
  const there: RowPlan = new Map([...plan, ...key.columns.map((column, at) => [column, hidden.values.get(key.references?.columns[at] ?? "") ?? null] as const)]);
  const missing: RowPlan = new Map([...plan, ...(await freeValues(room, table, key, parent))]);
  return { hidden, there: insertStatement(table, there), missing: insertStatement(table, missing), tells: (first, second) => first === "accepted" && second !== "accepted" && second.code === foreignKeyViolation };
}

/** Values that no parent has. */
async function freeValues(room: Room, table: TableObject, key: ConstraintObject, parent: TableObject): Promise<RowPlan> {
  for (let number = 900; number < 920; number++) {
    const values: RowPlan = new Map(key.columns.map((column) => [column, valueFor(room.relations.catalog, table, columnOf(table, column), number) ?? null]));
    const there = await room.seeder.find(parent, new Map(key.columns.map((column, at) => [key.references?.columns[at] ?? "", values.get(column) ?? null])));
    if (there === undefined && ![...values.values()].includes(null)) return values;
  }
  throw new CannotSeed(`no value is known that ${keyOf(parent)} does not have`);
}

async function ofUnique(room: Room, table: TableObject, { identity, row }: Attempt, name: string): Promise<Question> {
  const key = table.indexes.find((index) => index.name === name || index.constraint === name) ?? table.constraints.find((one) => one.name === name);
  const columns = table.columns.map((column) => column.name).filter((column) => key?.columns.some((part) => part === column || new RegExp(`\\b${column.replace(/\W/g, "\\$&")}\\b`).test(part)));
  if (columns.length === 0) throw new CannotSeed(`the columns of ${name} are not known`);
  const hidden = await room.seeder.row(table, identity, row);
  const plan = await room.seeder.plan(table, identity, "own");
  const there: RowPlan = new Map([...plan, ...columns.map((column) => [column, hidden.values.get(column) ?? null] as const)]);
  return { hidden, there: insertStatement(table, there), missing: insertStatement(table, plan), tells: (first, second) => first !== "accepted" && first.code === uniqueViolation && second === "accepted" };
}

async function answer(room: Room, { identity, prepared = [] }: Attempt, sql: string): Promise<{ readonly answer: Answer; readonly rows: number }> {
  try {
    const { rowCount } = await undone(room.session, [...prepared, ...becoming(identity, room.seeder.triggersOff ? "on" : "as they are"), sql], { signal: room.signal, maxRows: 1 });
    return { answer: "accepted", rows: rowCount };
  } catch (error) {
    if (error instanceof StatementError) return { answer: error, rows: 0 };
    throw error;
  }
}

function failed({ code, message }: StatementError): Outcome {
  return { verdict: "error", policies: [], code, message: `Not tested: ${message}`, witness: [] };
}

function told({ identity }: Attempt, asked: readonly (readonly [sql: string, answer: Answer, otherwise: string])[]): Evidence[] {
  const become = becomeStatement(identity);
  return [
    { kind: "sql", title: "Executed, each undone before the next", sql: [...(become === undefined ? [] : [become]), ...asked.map(([sql]) => sql)].map((statement) => `${statement};`).join("\n") },
    { kind: "text", title: "Came back", text: asked.map(([, came, otherwise], at) => `${["looking for the row", "with its value", "with a value that nobody has"][at]}: ${came === "accepted" ? otherwise : `${came.code} ${came.message}`}`).join("\n") },
  ];
}
