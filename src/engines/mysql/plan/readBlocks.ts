import type { Json } from "../../../core/json.ts";
import type { PlanCondition, PlanNode } from "../../../core/plan/plan.ts";
import type { Draft, Run } from "./draft.ts";
import { finished } from "./draft.ts";
import { joinDraft } from "./blockJoin.ts";
import { costOf, tableDraft } from "./blockTable.ts";
import type { JsonObject } from "./values.ts";
import { factsOf, isObject, numberAt, objectAt, objectsAt, textAt, textsAt } from "./values.ts";

/** How the blocks inside are read by those who read what holds them. */
export interface BlockReader {
  readonly executed: boolean;
  /** The plan of the first known part of an object. */
  inner(value: JsonObject, outerRows: number): Draft | undefined;
  /** Subqueries that hang on an object. */
  subqueries(value: JsonObject): readonly Draft[];
  block(value: JsonObject, outerRows: number): Draft;
}

const ran = /"r_(?:loops|rows|total_time_ms)"/;

/** JSON of blocks: MySQL's version 1 and MariaDB's, planned or executed. `root`: the whole object. */
export function readBlocks(root: JsonObject, text: string): { readonly root: PlanNode; readonly executed: boolean } | undefined {
  const executed = ran.test(text);
  const reader: BlockReader = { executed, inner: (value, outer) => innerOf(value, reader, outer), subqueries: (value) => subqueriesOf(value, reader), block: (value, outer) => blockOf(value, reader, outer) };
  const top = objectAt(root, "query_block");
  if (top === undefined) return undefined;
  return { root: finished(reader.block(top, 1), executed), executed };
}

const structure = new Set([
  "table", "nested_loop", "ordering_operation", "grouping_operation", "duplicates_removal", "duplicate_removal", "windowing", "buffer_result", "query_block", "union_result", "intersect_result", "except_result",
  "unary_result", "recursive_union", "filesort", "read_sorted_file", "temporary_table", "window_functions_computation", "block-nl-join", "query_specifications", "insert_from", "materialized", "materialization",
  "expression_cache", "cost_info", "windows", "sorts", "r_loops", "r_total_time_ms", "r_rows", "r_output_rows", "cost", "range-checked-for-each-record", "materialized_from_subquery",
]);

/** The parts that hold a plan, the outermost first where several stand beside each other. */
const wrappers: Readonly<Record<string, (value: JsonObject, reader: BlockReader, outer: number) => Draft | undefined>> = {
  nested_loop: (value, reader, outer) => joinDraft(Object.values(value).filter(isObject), reader, outer),
  table: (value, reader, outer) => tableDraft(value, reader, outer),
  "block-nl-join": (value, reader, outer) => joinDraft([{ "block-nl-join": value }], reader, outer),
  ordering_operation: (value, reader, outer) => ordered(value, reader, outer),
  grouping_operation: (value, reader, outer) => wrap("Group", "aggregate", value, ordered(value, reader, outer)),
  duplicates_removal: (value, reader, outer) => wrap("Duplicate removal", "aggregate", value, ordered(value, reader, outer)),
  duplicate_removal: (value, reader, outer) => wrap("Duplicate removal", "aggregate", value, reader.inner(value, outer)),
  windowing: (value, reader, outer) => windows(value, reader, outer),
  buffer_result: (value, reader, outer) => wrap("Buffer result", "materialize", value, reader.inner(value, outer)),
  read_sorted_file: (value, reader, outer) => reader.inner(value, outer),
  filesort: (value, reader, outer) => filesort(value, reader, outer),
  temporary_table: (value, reader, outer) => wrap("Temporary table", "materialize", value, reader.inner(value, outer)),
  window_functions_computation: (value, reader, outer) => computedWindows(value, reader, outer),
  union_result: (value, reader) => union("Union", value, reader),
  intersect_result: (value, reader) => union("Intersect", value, reader),
  except_result: (value, reader) => union("Except", value, reader),
  unary_result: (value, reader) => union("Result of parentheses", value, reader),
  recursive_union: (value, reader) => union("Recursive union", value, reader),
  insert_from: (value, reader, outer) => reader.inner(value, outer),
  "range-checked-for-each-record": (value, reader, outer) => reader.inner(value, outer),
  materialization: (value, reader, outer) => wrap("Materialize", "materialize", value, reader.inner(value, outer)),
  materialized: (value, reader, outer) => wrap("Materialize", "materialize", value, reader.inner(value, outer)),
  expression_cache: (value, reader, outer) => wrap("Subquery cache", "other", value, reader.inner(value, outer)),
  query_block: (value, reader, outer) => reader.block(value, outer),
};

function innerOf(value: JsonObject, reader: BlockReader, outer: number): Draft | undefined {
  for (const [key, read] of Object.entries(wrappers)) {
    const found = value[key];
    if (found === undefined || (!isObject(found) && !Array.isArray(found))) continue;
    const draft = read(Array.isArray(found) ? Object.fromEntries(found.entries()) : (found as JsonObject), reader, outer);
    if (draft !== undefined) return draft;
  }
  return undefined;
}

function blockOf(value: JsonObject, reader: BlockReader, outer: number): Draft {
  const id = numberAt(value, "select_id");
  const inner = reader.inner(value, outer);
  const message = textAt(value, "message");
  const cost = numberAt(objectAt(value, "cost_info") ?? value, "query_cost") ?? numberAt(value, "cost");
  const run = blockRun(value, reader, inner);
  return {
    operation: message ?? (id === undefined ? "Query block" : `Query block ${id}`),
    kind: "result",
    ...(textAt(value, "operation") === undefined ? {} : { role: textAt(value, "operation")! }),
    estimate: cost === undefined ? {} : { cost },
    ...(run === undefined ? {} : { run }),
    facts: { ...factsOf(value, blockTold(value)), ...(message === undefined ? {} : { message }) },
    conditions: ["having_condition", "const_condition", "outer_ref_condition"].flatMap((key): PlanCondition[] => (textAt(value, key) === undefined ? [] : [{ kind: "filter", text: textAt(value, key)! }])),
    children: [...(inner === undefined ? [] : [inner]), ...reader.subqueries(value)],
  };
}

function blockRun(value: JsonObject, reader: BlockReader, inner: Draft | undefined): Run | undefined {
  if (!reader.executed) return undefined;
  const ms = numberAt(value, "r_total_time_ms");
  const loops = numberAt(value, "r_loops") ?? inner?.run?.loops ?? (ms === undefined ? undefined : 1);
  return loops === undefined ? undefined : { loops, ms };
}

function blockTold(value: JsonObject): ReadonlySet<string> {
  return new Set([...structure, ...Object.keys(value).filter((key) => key.endsWith("subqueries") || key.endsWith("_condition")), "operation", "message"]);
}

function wrap(operation: string, kind: Draft["kind"], value: JsonObject, inner: Draft | undefined): Draft | undefined {
  const children = inner === undefined ? [] : [inner];
  const loops = numberAt(value, "r_loops");
  const own: Draft = { operation, kind, estimate: costOf(inner), facts: factsOf(value, structure), ...(inner?.run === undefined && loops === undefined ? {} : { run: { loops: loops ?? inner?.run?.loops ?? 0 } }), children };
  return own;
}

function passed(inner: Draft | undefined): NonNullable<Draft["estimate"]> {
  return { ...(inner?.estimate?.rows === undefined ? {} : { rows: inner.estimate.rows }), ...(inner?.estimate?.cost === undefined ? {} : { cost: inner.estimate.cost }) };
}

/** MySQL, version 1: what sorts says so, and what it needs a temporary table for. */
function ordered(value: JsonObject, reader: BlockReader, outer: number): Draft | undefined {
  const inner = reader.inner(value, outer);
  const withTable = value["using_temporary_table"] === true && inner !== undefined ? { operation: "Temporary table", kind: "materialize", estimate: costOf(inner), children: [inner] } as const : inner;
  if (value["using_filesort"] !== true || withTable === undefined) return withTable;
  const sortCost = numberAt(objectAt(value, "cost_info") ?? {}, "sort_cost") ?? 0;
  const below = passed(withTable);
  return { operation: "Sort", kind: "sort", estimate: { ...below, ...(below.cost === undefined ? {} : { cost: below.cost + sortCost }) }, conditions: sortConditions(textsAt(value, "filesort_key").join(", ")), facts: { using_filesort: true }, children: [withTable] };
}

function sortConditions(key: string): readonly PlanCondition[] {
  return key === "" ? [] : [{ kind: "sort", text: key }];
}

function windows(value: JsonObject, reader: BlockReader, outer: number): Draft | undefined {
  const list = objectsAt(value, "windows");
  const sorted = ordered({ ...value, ...(list.some((one) => one["using_filesort"] === true) ? { using_filesort: true, filesort_key: list.flatMap((one) => textsAt(one, "filesort_key")) } : {}) }, reader, outer);
  return wrap("Window", "aggregate", { ...value, functions: list.flatMap((one) => textsAt(one, "functions")) }, sorted);
}

/** MariaDB: the time of a sort holds that of the table which it reads, but not that of the temporary table which was filled before. */
function filesort(value: JsonObject, reader: BlockReader, outer: number): Draft {
  const inner = reader.inner(value, outer);
  const [loops, ms, out, limit] = [numberAt(value, "r_loops"), numberAt(value, "r_total_time_ms"), numberAt(value, "r_output_rows"), numberAt(value, "r_limit")];
  const rows = out === undefined || loops === undefined ? undefined : Math.round((limit === undefined ? out : Math.min(out, limit)) * loops);
  const filled = inner?.operation === "Temporary table" || inner === undefined;
  return {
    operation: "Sort",
    kind: "sort",
    estimate: passed(inner),
    ...(loops === undefined ? {} : { run: { loops, rows, ...(filled ? { ownMs: ms ?? 0 } : { ms }) } }),
    conditions: sortConditions(textAt(value, "sort_key") ?? ""),
    facts: factsOf(value, new Set([...structure, "sort_key"])),
    children: inner === undefined ? [] : [inner],
  };
}

function computedWindows(value: JsonObject, reader: BlockReader, outer: number): Draft | undefined {
  const below = reader.inner(value, outer);
  const sorted = objectsAt(value, "sorts").map((one) => objectAt(one, "filesort")).filter((one) => one !== undefined).reduce<Draft | undefined>((inner, one) => {
    const sort = filesort(one, reader, outer);
    return { ...sort, estimate: passed(inner), children: inner === undefined ? [] : [inner] };
  }, below);
  return wrap("Window functions", "aggregate", value, sorted);
}

function union(operation: string, value: JsonObject, reader: BlockReader): Draft {
  const parts = objectsAt(value, "query_specifications").map((one) => objectAt(one, "query_block")).filter((one) => one !== undefined).map((one) => reader.block(one, 1));
  const loops = numberAt(value, "r_loops");
  const rows = numberAt(value, "r_rows");
  return {
    operation,
    kind: "append",
    ...(reader.executed ? { run: { loops: loops === 0 ? 1 : (loops ?? 1), rows: rows === undefined || loops === undefined ? undefined : rows * loops } } : {}),
    facts: factsOf(value, structure),
    children: parts,
  };
}

/** "select_list_subqueries", "attached_subqueries", MariaDB's "subqueries": each an object that holds a block, perhaps in a cache. */
function subqueriesOf(value: JsonObject, reader: BlockReader): readonly Draft[] {
  return Object.keys(value).filter((key) => key === "subqueries" || key.endsWith("_subqueries")).flatMap((key) =>
    objectsAt(value, key).flatMap((one): Draft[] => {
      const inner = reader.inner(objectAt(one, "table") !== undefined && objectAt(one, "query_block") === undefined ? { table: one["table"] as Json } : one, 1);
      if (inner === undefined) return [];
      const role = one["dependent"] === true ? "subquery; dependent" : "subquery";
      return [{ ...inner, role: `${role}${key === "select_list_subqueries" ? " in projection" : ""}`, facts: { ...inner.facts, ...factsOf(one, new Set([...structure, "query_block"])) } }];
    }),
  );
}
