import type { Json } from "../../../core/json.ts";
import type { Plan, PlanActual, PlanNode } from "../../../core/plan/plan.ts";
import type { PlanReading, ReadOptions } from "../../plans.ts";
import { rememberQuery } from "./asked.ts";
import { describeDetail } from "./detail.ts";
import { type FoundPlan, linesOf, type PlanRow } from "./planRow.ts";
import { foldName } from "../quote.ts";
import { type Query, readQuery } from "./query.ts";
import { readExpert } from "./text/expert.ts";
import { readJson } from "./text/json.ts";
import { readOldScanstats } from "./text/oldScanstats.ts";
import { readTable } from "./text/table.ts";
import { readTree } from "./text/tree.ts";
import { type Told, toldIn } from "./told.ts";

const readers = [readTree, readOldScanstats, readJson, readTable, readExpert] as const;

/** Reads EXPLAIN QUERY PLAN in every form in which it is met; what else there is in the text is told in `notes`. */
export function readPlan(text: string, options: ReadOptions = {}): PlanReading {
  const lines = linesOf(text);
  const first = lines.find((line) => line.text.trim() !== "");
  if (first === undefined) return { reason: "There is no text.", at: 0 };
  for (const reader of readers) {
    const found = reader(lines);
    if (found === undefined) continue;
    const query = options.query === undefined ? undefined : readQuery(options.query);
    const plan = planOf(text, found, toldIn(found.rest), { text: options.query, aliases: aliasesOf(query) });
    rememberQuery(plan, query);
    return { plan };
  }
  return { reason: reasonFor(lines.map((line) => line.text).join("\n")), at: first.at };
}

/** Could these be lines of such a plan? */
export function looksLikePlan(text: string): boolean {
  const lines = linesOf(text);
  return readers.some((reader) => {
    const found = reader(lines);
    return found !== undefined && found.rows.every((row) => describeDetail(row.detail).kind !== "other") && found.rest.length < 4 + found.rows.length;
  });
}

function reasonFor(text: string): string {
  if (/^\s*addr\s+opcode|^\s*\d+\|Init\|/m.test(text)) return "This is EXPLAIN, the program of the virtual machine: ask with EXPLAIN QUERY PLAN for what it does.";
  return "This is no plan of SQLite: it has neither the tree that the sqlite3 shell draws nor rows of id, parent, notused and detail.";
}

interface Statement {
  readonly text: string | undefined;
  readonly aliases: ReadonlyMap<string, string>;
}

function planOf(raw: string, found: FoundPlan, told: Told, { text: query, aliases }: Statement): Plan {
  const counted = found.rows.some((row) => row.runs !== undefined);
  const { execution } = told;
  const notes = [
    ...(found.form === "EXPLAIN QUERY PLAN, before 3.24" ? ["The steps stand below the SELECT that names them; versions before 3.24 tell no more."] : []),
    ...told.rest.filter((line) => /QUERY PLAN/.test(line.text)).slice(0, 1).map(() => "The text holds more than one plan; this is the first."),
    ...unread(told),
  ];
  const root: PlanNode = {
    id: 0,
    operation: "QUERY PLAN",
    kind: "result",
    estimate: {},
    ...(execution === undefined ? {} : { actual: { loops: 1, ms: execution.ms, exclusiveMs: execution.ms, discarded: [], ...(execution.rows === undefined ? {} : { rows: execution.rows }) } }),
    conditions: [],
    facts: {},
    children: childrenOf(found.rows, aliases),
  };
  const cycles = found.rows.reduce((sum, row) => sum + (row.runs?.cycles ?? 0), 0);
  const facts: Record<string, Json> = {
    ...(Object.keys(told.tables).length === 0 ? {} : { tables: told.tables }),
    ...(found.proposed === undefined ? {} : { proposedIndexes: found.proposed }),
    ...(cycles === 0 ? {} : { cycles }),
    ...(execution !== undefined && !counted ? { counted: "of the whole; this build of SQLite counts nothing for each step" } : {}),
  };
  return { dialect: "sqlite", form: found.form, executed: counted || execution !== undefined, root, ...(query === undefined ? {} : { query }), ...(execution === undefined ? {} : { executionMs: execution.ms }), facts, notes, raw };
}

function unread(told: Told): string[] {
  const [first] = told.rest.filter((line) => !/QUERY PLAN/.test(line.text));
  return first === undefined ? [] : [`What is not of the plan was left out, from "${first.text.trim().slice(0, 60)}" on.`];
}

/** Numbered in the order in which a reader meets them. */
function childrenOf(rows: readonly PlanRow[], aliases: ReadonlyMap<string, string>): PlanNode[] {
  const below = new Map<number, PlanRow[]>();
  for (const row of rows) {
    const known = below.get(row.parent);
    if (known === undefined) below.set(row.parent, [row]);
    else known.push(row);
  }
  let last = 0;
  const visit = (parent: number): PlanNode[] =>
    (below.get(parent) ?? []).map((row): PlanNode => {
      const id = ++last;
      return nodeOf(id, row, aliases, visit(row.id));
    });
  return visit(0);
}

function nodeOf(id: number, row: PlanRow, aliases: ReadonlyMap<string, string>, children: readonly PlanNode[]): PlanNode {
  const { estimatedRows, relation, facts, ...said } = describeDetail(row.detail);
  const rows = estimatedRows ?? row.runs?.estimatedRows;
  const table = relation === undefined || relation.alias !== undefined ? undefined : aliases.get(foldName(relation.name));
  return {
    id,
    ...said,
    ...(relation === undefined ? {} : { relation: table === undefined ? relation : { name: table, alias: relation.name } }),
    estimate: rows === undefined ? {} : { rows },
    ...(row.runs?.loops === undefined ? {} : { actual: actualOf(row.runs.loops, row.runs.rows) }),
    facts: { ...facts, detail: row.detail, ...(row.runs?.cycles === undefined ? {} : { cycles: row.runs.cycles }) },
    children,
  };
}

function actualOf(loops: number, rows: number | undefined): PlanActual {
  return { loops, discarded: [], ...(rows === undefined ? {} : { rows }) };
}

/** Since 3.36 a plan names the alias alone. */
function aliasesOf(query: Query | undefined): ReadonlyMap<string, string> {
  return new Map((query?.sources ?? []).flatMap(({ alias, table, written }) => (table === undefined || written === undefined || alias === table ? [] : [[alias, written] as const])));
}
