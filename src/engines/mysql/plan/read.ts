import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { Dialect } from "../../../core/engineId.ts";
import type { Json } from "../../../core/json.ts";
import type { Plan, PlanNode } from "../../../core/plan/plan.ts";
import type { PlanReading, ReadOptions } from "../../plans.ts";
import { readBlocks } from "./readBlocks.ts";
import { readJson2 } from "./readJson2.ts";
import { readTable } from "./readTable.ts";
import { readTree } from "./readTree.ts";
import { withTables } from "./tables.ts";
import { type Unframed, unframed } from "./unframe.ts";
import { isObject, type JsonObject, numberAt, objectAt, textAt } from "./values.ts";

interface Found {
  readonly root: PlanNode;
  readonly executed: boolean;
  readonly form: string;
  readonly dialect: "mysql" | "mariadb";
  readonly query?: string | undefined;
  readonly planningMs?: number | undefined;
  readonly facts?: Readonly<Record<string, Json>>;
}

interface Refused {
  readonly reason: string;
  readonly at?: number;
}

const expected = "Give what EXPLAIN or ANALYZE of MySQL or MariaDB writes: JSON, a tree of lines that begin with \"->\", or the table with id and select_type.";

/** What stands in the place of a plan where only the older formats have one. */
const noPlan = "<not executable by iterator executor>";

/** Could this be a plan of MySQL or MariaDB? */
export function looksLikePlan(text: string): boolean {
  return /^[\s|"']*(?:(?:EXPLAIN|ANALYZE):\s*)?-> [A-Z]/m.test(text) || /"query_block\\?"+\s*:/.test(text) || /"json_schema_version"|"query_plan"\s*:\s*\{\s*"/.test(text) || (/\bselect_type\b/.test(text) && /\bkey_len\b/.test(text));
}

/** Reads every form of plan that MySQL and MariaDB have, also as their clients show them; total. */
export function readPlan(text: string, options: ReadOptions = {}): PlanReading {
  const shown = unframed(text);
  const found = shown.form === "rows" ? fromRows(shown, options.dialect) : fromText(shown, options.dialect);
  if (!("root" in found)) return found;
  const { root, executed, form, dialect, facts, planningMs } = found;
  const query = options.query ?? found.query;
  const plan: Plan = {
    dialect,
    form,
    executed,
    root: withTables(root, query, dialect),
    ...(query === undefined ? {} : { query }),
    ...(planningMs === undefined ? {} : { planningMs }),
    ...(executed && root.actual?.ms !== undefined ? { executionMs: root.actual.ms } : {}),
    facts: facts ?? {},
    notes: notesOf(root, executed),
    raw: text,
  };
  return { plan };
}

function notesOf(root: PlanNode, executed: boolean): readonly string[] {
  const unknown: string[] = [];
  const visit = (node: PlanNode): void => {
    if (node.operation === "?") unknown.push(`Node ${node.id} does not say what it does.`);
    node.children.forEach(visit);
  };
  visit(root);
  return executed && root.actual?.ms === undefined ? [...unknown, "The plan was executed, but tells no times."] : unknown;
}

function fromRows({ rows }: Extract<Unframed, { form: "rows" }>, dialect: Dialect | undefined): Found | Refused {
  const read = readTable(rows);
  if (read === undefined) return { reason: `The table has no column select_type, so it is no plan. ${expected}`, at: 0 };
  const mariadb = dialect === "mariadb" || (dialect === undefined && (rows.some((row) => "r_rows" in row) || !rows.some((row) => "partitions" in row || "filtered" in row)));
  return { ...read, form: `${mariadb ? "MariaDB" : "MySQL"} table`, dialect: mariadb ? "mariadb" : "mysql" };
}

function fromText({ text, placeOf }: Extract<Unframed, { form: "text" }>, dialect: Dialect | undefined): Found | Refused {
  const start = text.search(/\S/);
  if (text.includes(noPlan)) return { reason: "MySQL shows no plan of a change of one table in this format. Ask for EXPLAIN FORMAT=JSON after SET explain_json_format_version = 1, or for FORMAT=TRADITIONAL.", at: placeOf(text.indexOf(noPlan)) };
  if (start === -1) return { reason: `The text is empty. ${expected}` };
  if (/^[{[]/.test(text.slice(start))) return fromJson(text, placeOf, dialect);
  const tree = /^\s*-> /m.test(text) ? readTree(text) : undefined;
  if (tree !== undefined && !/^\s*->  /m.test(text)) return { ...tree, form: "MySQL tree", dialect: "mysql" };
  const place = text.indexOf("{");
  if (place > start && looksLikePlan(text.slice(place))) return fromJson(text.slice(place), (at) => placeOf(place + at), dialect);
  return { reason: `This is no plan of MySQL or MariaDB: it begins with "${text.slice(start, start + 40).split("\n")[0] ?? ""}". ${expected}`, at: placeOf(start) };
}

function fromJson(text: string, placeOf: (at: number) => number, dialect: Dialect | undefined): Found | Refused {
  const { value, error } = parsed(text);
  if (error !== undefined) return { reason: `The JSON of the plan breaks off: ${spoken(printParseErrorCode(error.error))}. Copy the whole of it.`, at: placeOf(error.offset) };
  const object = Array.isArray(value) ? value.find(isObject) : value;
  if (!isObject(object)) return { reason: `The JSON holds no plan. ${expected}`, at: placeOf(0) };
  const cell = textAt(object, "EXPLAIN") ?? textAt(object, "ANALYZE");
  if (cell !== undefined) return fromText({ form: "text", text: cell, placeOf: () => placeOf(0) }, dialect);
  return fromObject(object, text, dialect) ?? { reason: `The JSON holds neither query_block nor query_plan, so it is no plan. ${expected}`, at: placeOf(0) };
}

/** The platform's own parser is faster; where it fails, the other one knows the place. */
function parsed(text: string): { readonly value?: Json | undefined; readonly error?: ParseError | undefined } {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    const errors: ParseError[] = [];
    const value = parse(text, errors, { allowTrailingComma: false }) as Json | undefined;
    return { value, error: errors[0] };
  }
}

function fromObject(object: JsonObject, text: string, dialect: Dialect | undefined): Found | undefined {
  const iterators = objectAt(object, "query_plan");
  if (iterators !== undefined) {
    const { query_plan: _plan, query, ...facts } = object;
    return { ...readJson2(iterators), form: "MySQL JSON, version 2", dialect: "mysql", query: typeof query === "string" ? query.replace(/\/\* select#\d+ \*\/ /g, "") : undefined, facts };
  }
  const read = readBlocks(object, text);
  if (read === undefined) return undefined;
  const mysql = dialect === "mysql" || (dialect === undefined && (/"cost_info"|"rows_examined_per_scan"|"used_columns"/.test(text) || textAt(objectAt(object, "query_block") ?? {}, "message") !== undefined));
  const { query_block: _block, query_optimization: _optimization, ...facts } = object;
  return { ...read, form: mysql ? "MySQL JSON, version 1" : "MariaDB JSON", dialect: mysql ? "mysql" : "mariadb", planningMs: numberAt(objectAt(object, "query_optimization") ?? {}, "r_total_time_ms"), facts };
}

/** "CloseBraceExpected" as people say it. */
function spoken(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, (_whole, before: string, after: string) => `${before} ${after.toLowerCase()}`).toLowerCase();
}
